import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

/** Numbers, times and spans as the window's language writes them. */
export interface Format {
  readonly number: (value: number) => string
  /** 0…1 as a percentage without decimals. */
  readonly percent: (share: number) => string
  /** The same for a part of a whole: what is there is never 0 %, and what is missing something never 100 %. */
  readonly part: (share: number) => string
  /** Two significant digits below ten, whole numbers above. */
  readonly rate: (perSecond: number) => string
  /** Three significant digits, for measures such as a perplexity. */
  readonly fine: (value: number) => string
  /** Seconds as its two largest units. */
  readonly span: (seconds: number) => string
  /** Money in the currency that the price was given in; cents where they say something. */
  readonly money: (amount: number) => string
  readonly bytes: (bytes: number) => string
  /** A large count, shortened: 596 M, 6 亿. */
  readonly count: (value: number) => string
  /** ISO 8601 → date and time. */
  readonly time: (iso: string) => string
  /** The same to the second, without the year. */
  readonly moment: (iso: string) => string
  /** ISO 8601 → "3 minutes ago"; `now` in ms. */
  readonly ago: (iso: string, now: number) => string
}

const STEPS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

export function createFormat(locale: string): Format {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const fine = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 })
  const three = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 })
  const money = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 })
  const gigabytes = new Intl.NumberFormat(locale, {
    ...({ style: 'unit', unit: 'gigabyte', unitDisplay: 'short' } as const),
    maximumFractionDigits: 1,
  })
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const moment = new Intl.DateTimeFormat(locale, {
    ...({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const),
    hourCycle: 'h23',
  })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  const unit = (value: number, name: string): string =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: 0,
    }).format(value)
  const parsed = (iso: string): number | undefined => {
    const at = Date.parse(iso)
    return Number.isNaN(at) ? undefined : at
  }
  return {
    number: (value) => whole.format(value),
    percent: (share) => percent.format(share),
    part: (share) => {
      if (share > 0 && share < 0.005) return `< ${percent.format(0.01)}`
      return share < 1 && share > 0.995 ? `> ${percent.format(0.99)}` : percent.format(share)
    },
    rate: (perSecond) => (perSecond >= 10 ? whole : fine).format(perSecond),
    fine: (value) => three.format(value),
    span: (seconds) => {
      const left = Math.max(0, Math.round(seconds))
      const first = STEPS.findIndex(([, size]) => left >= size)
      if (first < 0) return unit(0, 'second')
      const parts: string[] = []
      let rest = left
      for (const [name, size] of STEPS.slice(first, first + 2)) {
        const amount = Math.floor(rest / size)
        if (amount > 0) parts.push(unit(amount, name))
        rest -= amount * size
      }
      return parts.join(' ')
    },
    money: (amount) => (amount > 0 && amount < 0.01 ? `< ${money.format(0.01)}` : money.format(amount)),
    count: (value) => short.format(value),
    bytes: (bytes) => {
      if (bytes >= 1_000_000_000) return gigabytes.format(bytes / 1_000_000_000)
      return bytes >= 1_000_000
        ? unit(bytes / 1_000_000, 'megabyte')
        : unit(Math.max(1, bytes / 1000), 'kilobyte')
    },
    time: (iso) => {
      const at = parsed(iso)
      return at === undefined ? iso : time.format(at)
    },
    moment: (iso) => {
      const at = parsed(iso)
      return at === undefined ? iso : moment.format(at)
    },
    ago: (iso, now) => {
      const at = parsed(iso)
      if (at === undefined) return iso
      const seconds = Math.min(0, (at - now) / 1000)
      // Seconds would be wrong again as soon as they are read.
      if (seconds > -60) return relative.format(0, 'second')
      const [name, size] = STEPS.find(([, s]) => -seconds >= s) ?? STEPS[2]
      return relative.format(Math.round(seconds / size), name)
    },
  }
}

export function useFormat(): Format {
  const { i18n } = useTranslation()
  const locale = i18n.language === 'zh' ? 'zh-CN' : 'en'
  return useMemo(() => createFormat(locale), [locale])
}
