import { useTranslation } from 'react-i18next'
import { unitOf } from '#core/training/metric.ts'
import { useFigure } from '../../words/figure.ts'
import { useFormat } from '../../words/format.ts'
import type { Curves } from './use-curves.ts'

/** How a chart stands against the pinned run: whole sentences for reward and held-out, the difference for the others. */
export function useNote(
  curves: Curves,
  pinned: string | undefined,
): (lines: readonly { readonly metric: string; readonly rare?: boolean }[]) => string | undefined {
  const { t } = useTranslation()
  const figure = useFigure()
  const format = useFormat()
  return (lines) => {
    if (pinned === undefined) return undefined
    const whole = lines.some(({ rare }) => rare)
    const sentences = lines.slice(0, whole ? 2 : 1).flatMap(({ metric, rare = false }) => {
      const found = curves.compare(metric, rare)
      if (!found) return []
      const unit = unitOf(metric)
      return t(whole ? 'train.versus' : 'train.versusShort', {
        metric: t(`train.metric.${metric}` as 'train.metric.kl', { defaultValue: metric }),
        mine: figure(found.mine, unit),
        difference: figure.difference(found.difference, unit),
        base: figure(found.base, unit),
        step: format.number(found.step),
        pinned,
      })
    })
    return sentences.length === 0 ? t('train.versusNone', { pinned }) : sentences.join(' ')
  }
}
