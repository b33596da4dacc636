import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRow } from '#core/contract/training-views.ts'
import type { RunState } from '#core/training/event.ts'
import { useFigure } from '../../words/figure.ts'
import { useFormat } from '../../words/format.ts'
import { HealthSign } from './health-line.tsx'

const STATE_LOOK: Readonly<Record<RunState, readonly [tone: string, sign: string]>> = {
  running: ['active', '●'],
  stopping: ['dropped', '◐'],
  stopped: ['dropped', '❚❚'],
  done: ['done', '✓'],
  failed: ['failed', '✕'],
  interrupted: ['dropped', '❚❚'],
  unknown: ['waiting', '○'],
}

export function RunStateBadge({ row }: { readonly row: RunRow }) {
  const { t } = useTranslation()
  const [tone, sign] = STATE_LOOK[row.state]
  return (
    <span className={`pill tone-${tone}`}>
      <span aria-hidden>{sign}</span>
      {row.from === 'file' ? t('train.file') : t(`train.state.${row.state}`)}
    </span>
  )
}

interface Props {
  readonly runs: readonly RunRow[]
  /** What can be done beside choosing one. */
  readonly acts: ReactNode
  readonly chosen: string | undefined
  choose(id: string): void
}

/** Every run with what it has come to. */
export function RunList({ runs, acts, chosen, choose }: Props) {
  const { t } = useTranslation()
  return (
    <nav className="side-list" aria-label={t('train.runs')}>
      <h1>{t('train.title')}</h1>
      <div className="side-acts">{acts}</div>
      {runs.map((row) => (
        <button
          key={row.id}
          type="button"
          className="side-item"
          aria-current={row.id === chosen ? 'true' : undefined}
          onClick={() => choose(row.id)}
        >
          <span className="cut strong" title={row.title}>
            {row.title}
          </span>
          <span className="row wrap">
            <RunStateBadge row={row} />
            {(row.health.level === 'watch' || row.health.level === 'stop') && (
              <HealthSign level={row.health.level} />
            )}
          </span>
          <RunFacts row={row} />
        </button>
      ))}
    </nav>
  )
}

/** Step, reward and held-out accuracy in one line; nothing stands for what was not measured. */
function RunFacts({ row }: { readonly row: RunRow }) {
  const { t } = useTranslation()
  const figure = useFigure()
  const format = useFormat()
  const facts = [
    ...(row.round === undefined ? [] : [t('train.mark.round', { round: row.round })]),
    ...(row.step === undefined
      ? []
      : [
          row.steps
            ? t('train.stepOf', { step: format.number(row.step), steps: format.number(row.steps) })
            : t('train.stepNumber', { step: format.number(row.step) }),
        ]),
    ...(row.reward === undefined ? [] : [t('train.rewardShort', { value: figure(row.reward, 'none') })]),
    ...(row.heldOut
      ? [
          t('train.heldOutShort', {
            value: figure(row.heldOut.value, row.heldOut.measure === 'accuracy' ? 'share' : 'none'),
          }),
        ]
      : []),
  ]
  return <span className="small soft num">{facts.join(' · ') || t('train.noPointsShort')}</span>
}
