import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Limits } from '#core/job/limits.ts'
import { USUAL_PILOT } from '#core/job/pilot.ts'
import type { JobView } from '#core/job/view.ts'
import type { Player } from '#core/round/round-settings.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { useConsent } from '../../bridge/use-consent.ts'
import { useKept } from '../../bridge/use-kept.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { BudgetFields } from '../../parts/budget-fields.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { HostConsent } from '../../parts/host-consent.tsx'
import { Pace } from '../../parts/pace.tsx'
import { PilotFields } from '../../parts/pilot-fields.tsx'
import { keysFor, PlayerFields, playerProblem, trimmed, urlsOf } from '../../parts/player-fields.tsx'
import { JobStateBadge } from '../../parts/state-badge.tsx'
import { usePlace } from '../../store/place.ts'
import { PRACTICE, useRoundDraft } from '../../store/round-draft.ts'
import { useFormat } from '../../words/format.ts'

/** A checker's votes on every label of the dataset; a filter may then go by them. */
export function CheckCard({
  dataset,
  checks,
}: {
  readonly dataset: Dataset
  readonly checks: readonly JobView[]
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  const { keys, putKey } = useRoundDraft()
  const kept = useKept()
  const [limits, setLimits] = useState<Limits>({ budget: {} })
  const [checker, setChecker] = useState<Player>(PRACTICE)
  const [votes, setVotes] = useState(1)
  const quorum = Math.floor(votes / 2) + 1
  const problem = playerProblem(checker)
  const consent = useConsent(urlsOf([checker]))
  const act = useAct(async () => {
    const needed = keysFor([checker], keys)
    await call('check.start', {
      settings: { dataset: dataset.id, check: { votes, quorum } },
      checker: trimmed(checker),
      limits,
      ...(needed && { keys: needed }),
    })
  })
  const samples = dataset.counts.train + dataset.counts.test
  return (
    <section className="card stack">
      <h2>{t('rounds.filter.check')}</h2>
      <p className="soft small prose">{t('rounds.filter.checkText')}</p>
      <PlayerFields
        kept={kept}
        name={t('rounds.role.checker')}
        player={checker}
        apiKey={checker.kind === 'endpoint' ? (keys[checker.url.trim()] ?? '') : ''}
        onPlayer={(player) => {
          setChecker(player)
          const pilot = player.kind === 'endpoint' ? { pilot: limits.pilot ?? USUAL_PILOT } : {}
          setLimits({ budget: limits.budget, ...pilot })
        }}
        onKey={putKey}
      />
      <div className="row wrap top">
        <NumberInput
          size="xs"
          w={150}
          label={t('rounds.votes')}
          description={t('rounds.filter.quorum', {
            quorum: format.number(quorum),
            votes: format.number(votes),
          })}
          inputWrapperOrder={['label', 'input', 'description']}
          min={1}
          max={15}
          clampBehavior="strict"
          allowDecimal={false}
          value={votes}
          onChange={(value) => setVotes(Number(value) || 1)}
        />
      </div>
      <div className="row wrap top">
        <BudgetFields
          size="xs"
          budget={limits.budget}
          onBudget={(budget) => setLimits({ ...limits, budget })}
        />
      </div>
      <PilotFields
        size="xs"
        pilot={limits.pilot}
        onPilot={(pilot) => setLimits({ budget: limits.budget, ...(pilot ? { pilot } : {}) })}
      />
      {consent && <HostConsent {...consent} />}
      {act.failure && <FailureCard failure={act.failure} />}
      <div className="row wrap">
        <ActionButton
          size="xs"
          variant="default"
          label={t('rounds.filter.startCheck', { count: samples })}
          why={problem && t(`rounds.problem.${problem}`)}
          busy={act.busy}
          onClick={() => void act.run()}
        />
        <span className="soft small num">
          {t('rounds.filter.requests', { requests: format.number(samples * votes) })}
        </span>
      </div>
      {checks.slice(0, 3).map((job) => (
        <button
          key={job.spec.id}
          type="button"
          className="link row wrap"
          onClick={() => go({ page: 'jobs', job: job.spec.id })}
        >
          <JobStateBadge state={job.state.name} />
          <span>{job.spec.title}</span>
          <span className="soft num">
            {t('rounds.doneOf', { done: job.counts.planned - job.counts.waiting, total: job.counts.planned })}
          </span>
          <Pace job={job} />
        </button>
      ))}
    </section>
  )
}
