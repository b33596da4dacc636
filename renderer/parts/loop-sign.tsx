import { useTranslation } from 'react-i18next'
import type { Fate, FlowStanding, FlowVerdict } from '#core/round/flow.ts'

/**
 * The loop's meanings, each with a sign beside its hue, the same in every badge, chart and flow. A verdict's square is
 * filled on the side that is wrong: the label is the left one, the prediction the right one.
 */
export const LOOP_SIGN: Readonly<Record<FlowStanding | FlowVerdict | Fate, string>> = {
  mastered: '✓',
  borderline: '◐',
  failed: '✕',
  unprobed: '?',
  notNeeded: '–',
  labelWrong: '◧',
  predictionWrong: '◨',
  bothRight: '□',
  bothWrong: '■',
  unjudged: '?',
  notYet: '○',
  errorSeed: '↻',
  highPerplexity: '≈',
  setAside: '✓',
  leftOut: '⊘',
  dropped: '∅',
  waiting: '○',
}

/** A standing, verdict or fate as sign and words; its hue comes from the class. */
export function LoopBadge({ name }: { readonly name: FlowStanding | FlowVerdict | Fate }) {
  const { t } = useTranslation()
  return (
    <span className={`pill loop-pill is-${name}`}>
      <span aria-hidden className="loop-dot">
        {LOOP_SIGN[name]}
      </span>
      {t(`loop.${name}`)}
    </span>
  )
}
