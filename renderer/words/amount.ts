import { useTranslation } from 'react-i18next'
import type { Cap } from '#core/job/budget.ts'
import { useFormat } from './format.ts'

/** An amount that counts against a cap, as the window's language writes it: tokens, money, seconds. */
export function useAmount(): (cap: Cap, value: number) => string {
  const format = useFormat()
  return (cap, value) =>
    cap === 'tokens' ? format.number(value) : cap === 'money' ? format.money(value) : format.span(value)
}

/** Both ends of an interval, rounded to what an estimate can tell. */
export function useBetween(): (cap: Cap, interval: readonly [number, number]) => string {
  const { t } = useTranslation()
  const amount = useAmount()
  return (cap, [low, high]) =>
    t('budget.pilot.between', { low: amount(cap, rough(low, cap)), high: amount(cap, rough(high, cap)) })
}

const rough = (value: number, cap: Cap): number =>
  cap === 'tokens' ? Number(value.toPrecision(2)) : cap === 'money' ? Number(value.toPrecision(3)) : value
