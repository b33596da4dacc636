import { Checkbox } from '@mantine/core'
import { IconListCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRow } from '#core/contract/training-views.ts'
import { MOST_COMPARED } from '#core/training/ahead.ts'
import type { RunState } from '#core/training/event.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { toggled, useCurves } from '../../store/curves.ts'
import { useFigure } from '../../words/figure.ts'
import { useFormat } from '../../words/format.ts'
import { type ComparedRun, comparedRuns } from './compared-runs.ts'
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
  /** Shows the runs that are ticked, side by side. */
  compare(): void
}

/** Every run with what it has come to; those that are ticked can be compared. */
export function RunList({ runs, acts, chosen, choose, compare }: Props) {
  const { t } = useTranslation()
  const baseline = useCurves((state) => state.baseline)
  const compared = useCurves((state) => state.compared)
  const ticked = comparedRuns(runs, compared, baseline)
  return (
    <nav className="side-list" aria-label={t('train.runs')}>
      <h1>{t('train.title')}</h1>
      <div className="side-acts">
        {acts}
        {runs.length > 1 && (
          <ActionButton
            size="xs"
            variant="default"
            label={t('compare.open', { count: ticked.length })}
            why={ticked.length < 2 ? t('compare.need') : undefined}
            icon={<IconListCheck size={14} aria-hidden />}
            onClick={compare}
          />
        )}
      </div>
      {runs.map((row) => (
        <div key={row.id} className="side-row">
          {runs.length > 1 && <TickBox row={row} runs={runs} ticked={ticked} />}
          <button
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
        </div>
      ))}
    </nav>
  )
}

/** Takes a run among those that are compared. Once it is, its letter stands under the box. */
function TickBox({
  row,
  runs,
  ticked,
}: {
  readonly row: RunRow
  readonly runs: readonly RunRow[]
  readonly ticked: readonly ComparedRun[]
}) {
  const { t } = useTranslation()
  const { compared, put } = useCurves()
  const mine = ticked.find((one) => one.row.id === row.id)
  const full = !mine && ticked.length >= MOST_COMPARED
  const known = compared.filter(({ id }) => runs.some((run) => run.id === id))
  return (
    <span className="tick">
      <Checkbox
        size="xs"
        checked={mine !== undefined}
        disabled={full}
        title={full ? t('compare.full') : undefined}
        aria-label={full ? t('compare.full') : t('compare.tick', { title: row.title })}
        onChange={() => put({ compared: toggled(known, row.id) })}
      />
      {mine && <b className={`small tone-text-${mine.tone}`}>{mine.sign}</b>}
    </span>
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
