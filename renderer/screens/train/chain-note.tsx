import { useTranslation } from 'react-i18next'
import type { RunRow } from '#core/contract/training-views.ts'
import type { Chain } from '#core/training/chain.ts'
import { useCurves } from '../../store/curves.ts'
import { useFormat } from '../../words/format.ts'

/** Which runs stand in the curve, and what is not known of what led to them. */
export function ChainNote({ chain: { links, origin, lost } }: { readonly chain: Chain<RunRow> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const shown = useCurves((state) => state.chain)
  if (!shown) return null
  const parts = links.map(({ run, upTo }) =>
    upTo === undefined ? run.title : t('chain.part', { title: run.title, step: format.number(upTo) }),
  )
  return (
    <p className="small soft">
      {links.length > 1 && t('chain.parts', { parts: parts.join(' → ') })}{' '}
      {lost &&
        t(`chain.${origin === 'circle' ? 'circle' : 'missing'}`, {
          run: lost.run,
          step: format.number(lost.step),
        })}
    </p>
  )
}
