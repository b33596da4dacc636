import { NumberInput, Slider } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RolloutGroup, RunView } from '#core/contract/training-views.ts'
import { useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { usePlace } from '../../store/place.ts'
import { useFigure } from '../../words/figure.ts'
import { useFormat } from '../../words/format.ts'
import { RolloutGroupView } from './rollout-group.tsx'

interface Props {
  readonly view: RunView
  readonly wantedStep: number | undefined
  readonly wantedGroup: string | undefined
}

const nearest = (steps: readonly number[], wanted: number): number | undefined =>
  steps.reduce<number | undefined>(
    (best, step) => (best === undefined || Math.abs(step - wanted) < Math.abs(best - wanted) ? step : best),
    undefined,
  )

/** The microscope: a step, its prompts, and all answers to one of them side by side. */
export function RolloutsTab({ view, wantedStep, wantedGroup }: Props) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const { rolloutSteps: steps, row } = view
  const step = wantedStep === undefined ? steps.at(-1) : nearest(steps, wantedStep)
  const groups = useCall('training.groups', step === undefined ? null : { id: row.id, step, limit: 500 })
  if (step === undefined)
    return (
      <div className="page-body">
        <p className="soft prose">{t('train.noRollouts')}</p>
      </div>
    )
  const rows = groups.data?.rows ?? []
  const chosen = rows.find((group) => group.group === wantedGroup) ?? rows[0]
  const show = (next: number, group?: string) =>
    go({ page: 'train', run: row.id, tab: 'rollouts', step: next, ...(group === undefined ? {} : { group }) })
  return (
    <>
      <StepBar steps={steps} step={step} show={show} groups={rows} />
      {groups.failure && (
        <div className="page-body">
          <FailureCard failure={groups.failure} />
        </div>
      )}
      {!groups.data && groups.loading && (
        <div className="page-body">
          <Loading />
        </div>
      )}
      {chosen && (
        <div className="microscope">
          <div className="group-list">
            <VirtualList
              label={t('train.prompts')}
              rows={rows}
              rowHeight={58}
              chosen={chosen.group}
              keyOf={(group) => group.group}
              onChoose={(group) => show(step, group.group)}
              draw={(group) => <GroupRow group={group} />}
            />
          </div>
          <RolloutGroupView run={row.id} step={step} group={chosen} />
        </div>
      )}
    </>
  )
}

interface StepBarProps {
  readonly steps: readonly number[]
  readonly step: number
  readonly groups: readonly RolloutGroup[]
  show(step: number): void
}

function StepBar({ steps, step, groups, show }: StepBarProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const dead = groups.filter((group) => group.dead).length
  return (
    <div className="curve-bar">
      <span className="small soft">{t('chart.step')}</span>
      <Slider
        className="grow"
        maw={420}
        miw={160}
        size="sm"
        min={0}
        max={Math.max(1, steps.length - 1)}
        disabled={steps.length < 2}
        label={(at) => format.number(steps[at] ?? 0)}
        thumbLabel={t('train.stepToSee')}
        value={steps.indexOf(step)}
        onChange={(at) => show(steps[at] ?? step)}
      />
      <NumberInput
        size="xs"
        w={90}
        aria-label={t('train.stepToSee')}
        min={steps[0] ?? 0}
        max={steps.at(-1) ?? 0}
        value={step}
        onChange={(value) => typeof value === 'number' && show(value)}
      />
      <span className="small soft num">
        {t('train.groupsOf', { count: groups.length, dead: format.number(dead) })}
      </span>
    </div>
  )
}

function GroupRow({ group }: { readonly group: RolloutGroup }) {
  const { t } = useTranslation()
  const figure = useFigure()
  return (
    <div className="group-row">
      <span className="cut" title={group.prompt}>
        {group.prompt || t('train.prompt', { group: group.group })}
      </span>
      <span className="row small num">
        <span className="score-bar" aria-hidden>
          <span style={{ width: `${Math.round(100 * Math.min(1, Math.max(0, group.mean || 0)))}%` }} />
        </span>
        <span>{Number.isNaN(group.mean) ? '–' : figure(group.mean, 'none')}</span>
        <span className="soft">{t('train.answers', { count: group.count })}</span>
        {group.dead && (
          <span className="pill tone-dropped">
            <span aria-hidden>◐</span>
            {t('train.dead')}
          </span>
        )}
      </span>
    </div>
  )
}
