import { useDebouncedValue } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#core/contract/index.ts'
import { useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'

/** Typing is not counted key by key. */
const CALM_MS = 400

/** How many tokens a rendering has, and how that is known. */
export function RenderedTokens(input: CallInput<'prompt.count'>) {
  const { t } = useTranslation()
  const [calm] = useDebouncedValue(JSON.stringify(input), CALM_MS)
  const counted = useCall('prompt.count', JSON.parse(calm) as CallInput<'prompt.count'>)
  if (counted.failure) return <FailureCard failure={counted.failure} />
  if (!counted.data) return <p className="small soft">{t('tokens.counting')}</p>
  const { tokens, way, model = '' } = counted.data
  return (
    <p className="small">
      <strong className="num">
        {t(way === 'estimated' ? 'tokens.about' : 'tokens.count', { count: tokens })}
      </strong>{' '}
      <span className="soft">{t(`tokens.way.${way}`, { model })}</span>
    </p>
  )
}
