import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRow, RunView } from '#core/contract/training-views.ts'
import type { Link } from '#core/training/chain.ts'
import { firstAtLeast } from '#core/training/outline.ts'
import type { ChartMark } from '../../parts/chart/rows.ts'
import type { Curves } from './use-curves.ts'

const NONE = new Float64Array(0)

/**
 * Checkpoints, the round, where a run was taken up again, and where the runs of a chain meet, as marks over the curves.
 *
 * @param links what is shown, first to last; the last is the run itself
 */
export function useMarks(
  { checkpoints, events, row }: RunView,
  links: readonly Link<Pick<RunRow, 'id' | 'title'>>[],
  curves: Curves | undefined,
): readonly ChartMark[] {
  const { t } = useTranslation()
  const before = links.at(-1)?.before ?? 0
  const { steps = NONE, xs = NONE } = curves ?? {}
  return useMemo(() => {
    const at = (step: number): number => xs[Math.min(xs.length - 1, firstAtLeast(steps, step))] ?? step
    const marks: ChartMark[] = checkpoints.map(({ step }) => ({
      x: at(before + step),
      sign: '◆',
      label: t('train.mark.checkpoint', { step }),
    }))
    for (const { run, before: seam } of links.slice(1))
      marks.push({ x: at(seam), sign: `▸ ${short(run.title)}`, label: t('chain.seam', { title: run.title }) })
    if (row.round !== undefined && xs[0] !== undefined && before === 0)
      marks.push({
        x: xs[0],
        sign: t('train.mark.roundSign', { round: row.round }),
        label: t('train.mark.round', { round: row.round }),
      })
    let last = 0
    for (const event of events) {
      if (event.type === 'checkpoint') last = event.step
      if (event.type === 'started' && event.attempt > 1)
        marks.push({ x: at(before + last), sign: '↻', label: t('train.mark.resumed', { step: last }) })
    }
    return marks
  }, [checkpoints, events, row.round, links, before, steps.length, xs, t])
}

/** Signs of a title that stand over a line. */
const SHORT = 16
const short = (title: string): string => (title.length > SHORT ? `${title.slice(0, SHORT - 1)}…` : title)
