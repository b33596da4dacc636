import { useTranslation } from 'react-i18next'
import type { PromptLengths } from '#core/token/prompt-length.ts'
import { useFormat } from '../words/format.ts'

interface Props {
  readonly lengths: PromptLengths
  /** Shows a sample. */
  open(sample: string): void
}

/** Whether all prompts fit below the limit; the figure that matters first. */
export function LengthVerdict({ lengths: { over, samples, limit } }: Pick<Props, 'lengths'>) {
  const { t } = useTranslation()
  const format = useFormat()
  if (over === 0)
    return (
      <p className="strong ink-done">
        ✓ {t('lengths.allFit', { count: samples, limit: format.number(limit) })}
      </p>
    )
  return (
    <p className="strong ink-failed prose">
      ✕ {t('lengths.tooLong', { count: over, samples: format.number(samples), limit: format.number(limit) })}
    </p>
  )
}

/** Samples above the limit, longest first: nothing is cut, so they are named. */
export function TooLongList({ lengths: { longest, limit }, open }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <ol className="length-list">
      {longest.map(({ sample, tokens }) => (
        <li key={sample}>
          <button type="button" className="link code" onClick={() => open(sample)}>
            {sample}
          </button>
          <span className="num">{t('tokens.count', { count: tokens })}</span>
          <span className="num ink-failed">+{format.number(tokens - limit)}</span>
        </li>
      ))}
    </ol>
  )
}
