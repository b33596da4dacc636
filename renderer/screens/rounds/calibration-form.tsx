import { NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LEAST_CASES } from '#core/judge/calibration.ts'
import type { Player } from '#core/round/round-settings.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { useConsent } from '../../bridge/use-consent.ts'
import { usePush } from '../../bridge/use-push.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { HostConsent } from '../../parts/host-consent.tsx'
import { keysFor, playerProblem, trimmed, urlsOf } from '../../parts/player-fields.tsx'
import { PRACTICE, useRoundDraft } from '../../store/round-draft.ts'
import { useFormat } from '../../words/format.ts'
import { Judges } from './players-section.tsx'
import { BallotFields } from './votes-section.tsx'

const USUAL_CASES = 80

/** What is asked for: cases from a dataset, the judges, and the ballot that they would vote in. */
export function CalibrationForm({ started }: { started(id: string): void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { keys, putKey } = useRoundDraft()
  const datasets = useCall('dataset.list', undefined)
  usePush('project.changed', datasets.reload)
  const [dataset, setDataset] = useState<string>()
  const [cases, setCases] = useState(USUAL_CASES)
  const [ballot, setBallot] = useState({ votes: 3, quorum: 2 })
  const [judges, setJudges] = useState<readonly Player[]>([PRACTICE])
  const chosen = dataset ?? datasets.data?.[0]?.id
  const player = judges.map(playerProblem).find((problem) => problem !== undefined)
  const consent = useConsent(urlsOf(judges))
  const act = useAct(async () => {
    const needed = keysFor(judges, keys)
    const { id } = await call('calibrate.start', {
      settings: { dataset: chosen ?? '', cases, ...ballot, judges: judges.length },
      judges: judges.map(trimmed),
      ...(needed && { keys: needed }),
    })
    started(id)
  })
  const why =
    chosen === undefined
      ? t('rounds.judges.needSamples')
      : player
        ? t(`rounds.problem.${player}`)
        : cases < LEAST_CASES
          ? t('rounds.judges.least', { count: LEAST_CASES })
          : undefined
  return (
    <section className="card stack calibration-form">
      <h2>{t('rounds.judges.title')}</h2>
      <p className="soft small prose">{t('rounds.judges.text')}</p>
      <Select
        size="xs"
        label={t('data.dataset')}
        value={chosen ?? null}
        data={(datasets.data ?? []).map((one) => ({
          value: one.id,
          label: t('data.datasetName', {
            number: one.number,
            name: one.name,
            train: format.number(one.counts.train),
            test: format.number(one.counts.test),
          }),
        }))}
        onChange={(id) => setDataset(id ?? undefined)}
      />
      <NumberInput
        size="xs"
        w={150}
        label={t('rounds.judges.cases')}
        min={LEAST_CASES}
        max={10_000}
        allowDecimal={false}
        thousandSeparator=","
        value={cases}
        onChange={(value) => setCases(Number(value) || 0)}
      />
      <div className="judge-rows">
        <Judges judges={judges} keys={keys} onJudges={setJudges} onKey={putKey} />
      </div>
      <BallotFields votes={ballot.votes} quorum={ballot.quorum} samples={cases} onBallot={setBallot} />
      {datasets.failure && <FailureCard failure={datasets.failure} />}
      {consent && <HostConsent {...consent} />}
      {act.failure && <FailureCard failure={act.failure} />}
      <div className="stack tight">
        <ActionButton
          label={t('rounds.judges.start', { count: cases })}
          why={why}
          busy={act.busy}
          onClick={() => void act.run()}
        />
        <span className="soft small num">
          {t('rounds.judges.requests', { requests: format.number(cases * 2) })}
        </span>
      </div>
    </section>
  )
}
