import { useTranslation } from 'react-i18next'
import type { TokenizerFacts } from '#core/contract/index.ts'
import { useFormat } from '../../words/format.ts'

/** What came of trying a tokenizer. */
export function TokenizerWord({ facts }: { readonly facts: TokenizerFacts }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { trial, vocabulary, way, calls } = facts
  return (
    <output className="small ink-done">
      ✓ {t('tokens.works', { count: trial })}{' '}
      {vocabulary !== undefined && t('tokens.vocabulary', { size: format.number(vocabulary) })}{' '}
      {way === 'noTemplate' && t('tokens.noTemplate')}
      {calls !== undefined && t('tokens.callsFound', { format: t(`tokens.format.${calls}`) })}
    </output>
  )
}
