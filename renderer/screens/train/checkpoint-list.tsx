import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Checkpoint, RunView } from '#core/contract/training-views.ts'
import { serveLine } from '#core/host/serve-line.ts'
import { checkpointName } from '#core/training/recipe.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useJobs } from '../../store/jobs.ts'
import { usePlace } from '../../store/place.ts'
import { useRoundDraft } from '../../store/round-draft.ts'
import { useFormat } from '../../words/format.ts'

type Where = 'here' | 'there'

interface Asked {
  readonly step: number
  readonly where: Where
}

/** Every complete checkpoint: where it lies, how large it is, and what can be done with it. */
export function CheckpointList({ view, changed }: { readonly view: RunView; changed(): void }) {
  const { t } = useTranslation()
  const { row, checkpoints, host } = view
  const [optimizer, setOptimizer] = useState(false)
  const [asked, setAsked] = useState<Asked>()
  const bring = useAct((step: number) => call('training.fetch', { run: row.id, step, optimizer }))
  const remove = useAct(async ({ step, where }: Asked) => {
    setAsked(undefined)
    await call('training.removeCheckpoint', { id: row.id, step, where })
    changed()
  })
  return (
    <>
      {checkpoints.length === 0 && <p className="soft">{t('train.noCheckpoints')}</p>}
      {host && <LookThere view={view} changed={changed} />}
      {[bring.failure, remove.failure].map(
        (failure, index) => failure && <FailureCard key={index} failure={failure} />,
      )}
      <ul className="bare checkpoint-list">
        {checkpoints.map((one) => (
          <li key={one.step} className="stack tight">
            <Facts one={one} onHost={host !== undefined} />
            {asked?.step === one.step ? (
              <AskRemoval
                one={one}
                where={asked.where}
                yes={() => void remove.run(asked)}
                no={() => setAsked(undefined)}
              />
            ) : (
              <Acts
                {...{ one, run: row.id, onHost: host !== undefined, busy: bring.busy || remove.busy }}
                bring={() => void bring.run(one.step)}
                ask={(where) => setAsked({ step: one.step, where })}
              />
            )}
          </li>
        ))}
      </ul>
      {checkpoints.some(({ there, here }) => there && !here) && (
        <Checkbox
          size="xs"
          label={t('follow.checkpoints.optimizer')}
          checked={optimizer}
          onChange={(event) => setOptimizer(event.currentTarget.checked)}
        />
      )}
    </>
  )
}

function LookThere({ view, changed }: { readonly view: RunView; changed(): void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const look = useAct(async () => {
    await call('training.lookThere', { id: view.row.id })
    changed()
  })
  const { lookedAt } = view.host ?? {}
  return (
    <>
      <div className="row wrap small soft">
        <span>
          {lookedAt === undefined
            ? t('follow.checkpoints.neverLooked')
            : t('follow.checkpoints.lookedAt', { when: format.time(lookedAt) })}
        </span>
        <Button size="compact-xs" variant="subtle" loading={look.busy} onClick={() => void look.run()}>
          {t('follow.checkpoints.look')}
        </Button>
      </div>
      <p className="small soft prose">{t('follow.checkpoints.rule')}</p>
      {look.failure && <FailureCard failure={look.failure} />}
    </>
  )
}

function Facts({ one, onHost }: { readonly one: Checkpoint; readonly onHost: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { step, here, there } = one
  const where = here && there ? 'both' : here ? 'here' : 'there'
  return (
    <>
      <span className="row wrap">
        <span className="strong num">{t('train.stepNumber', { step: format.number(step) })}</span>
        {onHost && <span className="pill tone-waiting">{t(`follow.checkpoints.${where}`)}</span>}
        <span className="num soft small">{format.bytes((here ?? there)?.bytes ?? 0)}</span>
      </span>
      <div className="code soft anywhere small">{(here ?? there)?.folder}</div>
    </>
  )
}

interface ActsProps {
  readonly one: Checkpoint
  readonly run: string
  readonly onHost: boolean
  readonly busy: boolean
  bring(): void
  ask(where: Where): void
}

function Acts({ one, run, onHost, busy, bring, ask }: ActsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { step, here, there, named } = one
  const name = checkpointName({ run, step })
  const fetching = useJobs((state) =>
    state.jobs?.some(
      ({ spec, state: { name: now } }) =>
        spec.kind === 'fetch' && spec.inputs.checkpoint === name && !['done', 'cancelled'].includes(now),
    ),
  )
  const place = there ?? here
  return (
    <span className="row wrap">
      {there && !here && (
        <Button
          size="compact-xs"
          variant="default"
          disabled={fetching === true}
          loading={busy}
          onClick={bring}
        >
          {fetching
            ? t('follow.checkpoints.fetching')
            : t('follow.checkpoints.fetch', { bytes: format.bytes(there.bytes) })}
        </Button>
      )}
      {one.playable && <Play run={run} step={step} />}
      {place && <CopyButton text={place.folder} label={t('follow.checkpoints.copyPath')} />}
      {onHost && !one.playable && there?.whole && (
        <CopyButton text={serveLine(there.folder, name)} label={t('follow.checkpoints.copyServe')} />
      )}
      {onHost && named && <span className="small soft">{t('follow.checkpoints.needed')}</span>}
      {onHost && !named && there && (
        <Button size="compact-xs" variant="default" onClick={() => ask('there')}>
          {t('follow.checkpoints.removeThere')}
        </Button>
      )}
      {onHost && !named && here && (
        <Button size="compact-xs" variant="default" onClick={() => ask('here')}>
          {t('follow.checkpoints.removeHere')}
        </Button>
      )}
    </span>
  )
}

/** What the own engine can play: a talk, or the policy of the next round's probe. */
function Play({ run, step }: { readonly run: string; readonly step: number }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const { draft, put } = useRoundDraft()
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={() => go({ page: 'playground', policy: checkpointName({ run, step }) })}
      >
        {t('train.talk')}
      </Button>
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={() => {
          put({ roles: { ...draft.roles, policy: { kind: 'small', checkpoint: { run, step } } } })
          go({ page: 'rounds', view: 'new' })
        }}
      >
        {t('follow.checkpoints.nextRound')}
      </Button>
    </>
  )
}

interface AskProps {
  readonly one: Checkpoint
  readonly where: Where
  yes(): void
  no(): void
}

function AskRemoval({ one, where, yes, no }: AskProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className="row wrap" role="alertdialog" aria-label={t('follow.checkpoints.removeYes')}>
      <span className="small">
        {t('follow.checkpoints.removeAsk', {
          step: format.number(one.step),
          bytes: format.bytes(one[where]?.bytes ?? 0),
          where: t(where === 'here' ? 'follow.checkpoints.whereHere' : 'follow.checkpoints.whereThere'),
        })}
      </span>
      <Button size="compact-xs" color="red.8" onClick={yes}>
        {t('follow.checkpoints.removeYes')}
      </Button>
      <Button size="compact-xs" variant="default" autoFocus onClick={no}>
        {t('follow.checkpoints.removeNo')}
      </Button>
    </div>
  )
}
