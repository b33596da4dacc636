import { useTranslation } from 'react-i18next'
import type { Facet } from '../../parts/facet-list.tsx'

type Name = 'state' | 'language' | 'level' | 'type' | 'split' | 'kind'

/** Makes a filter into a list of its values, each with how often it was seen. */
export function useFacet(
  chosen: Readonly<Partial<Record<Name, string | undefined>>>,
  seen: Readonly<Record<string, Readonly<Record<string, number>>>>,
): <V extends string>(name: Name, values: readonly V[], say: (value: V) => string) => Facet {
  const { t } = useTranslation()
  return (name, values, say) => ({
    name,
    label: t(`data.facet.${name}`),
    chosen: chosen[name],
    values: values.map((value) => ({ value, label: say(value), count: seen[name]?.[value] })),
  })
}
