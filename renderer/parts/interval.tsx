import type { Rate } from '#core/judge/wilson.ts'
import { useFormat } from '../words/format.ts'

/** "92 %, 84–96 %, 46 of 50" in the window's language: a share is never shown without its interval. */
export function useRateWords(): (rate: Rate) => { share: string; interval: string } {
  const format = useFormat()
  return ({ right, total, low, high }) => ({
    share: total === 0 ? '–' : format.percent(right / total),
    interval: `${format.percent(low)}–${format.percent(high)}`,
  })
}

/** The interval on a line from 0 to 100 %, the share as a mark in it; the numbers stand beside it as text. */
export function IntervalLine({ rate }: { readonly rate: Rate }) {
  const at = rate.total === 0 ? undefined : rate.right / rate.total
  return (
    <span className="interval" aria-hidden>
      <span style={{ left: `${rate.low * 100}%`, width: `${(rate.high - rate.low) * 100}%` }} />
      {at !== undefined && <i style={{ left: `${at * 100}%` }} />}
    </span>
  )
}
