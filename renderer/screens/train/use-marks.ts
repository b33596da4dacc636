import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunView } from '#core/contract/training-views.ts'
import { firstAtLeast } from '#core/training/outline.ts'
import type { ChartMark } from '../../parts/chart/rows.ts'

/** Checkpoints, the round, and where a run was taken up again, as marks over the curves. */
export function useMarks(view: RunView, steps: Float64Array, xs: Float64Array): readonly ChartMark[] {
  const { t } = useTranslation()
  const { checkpoints, events, row } = view
  return useMemo(() => {
    const at = (step: number): number => xs[Math.min(xs.length - 1, firstAtLeast(steps, step))] ?? step
    const marks: ChartMark[] = checkpoints.map(({ step }) => ({
      x: at(step),
      sign: '◆',
      label: t('train.mark.checkpoint', { step }),
    }))
    if (row.round !== undefined && xs[0] !== undefined)
      marks.push({
        x: xs[0],
        sign: t('train.mark.roundSign', { round: row.round }),
        label: t('train.mark.round', { round: row.round }),
      })
    let last = 0
    for (const event of events) {
      if (event.type === 'checkpoint') last = event.step
      if (event.type === 'started' && event.attempt > 1)
        marks.push({ x: at(last), sign: '↻', label: t('train.mark.resumed', { step: last }) })
    }
    return marks
  }, [checkpoints, events, row.round, steps.length, xs, t])
}
