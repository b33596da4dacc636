import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Unit } from '#core/training/metric.ts'

/** A measured value with its unit, as the window's language writes it. */
export interface Figure {
  (value: number, unit: Unit): string
  /** A difference, with its sign; shares in percentage points. */
  readonly difference: (value: number, unit: Unit) => string
  /** For an axis: without words. */
  readonly tick: (value: number, unit: Unit) => string
}

const UNIT_SIGNS: Readonly<Record<'en' | 'zh', Readonly<Record<Unit, string>>>> = {
  en: { share: '', tokens: ' tokens', seconds: ' s', nats: ' nats', none: '' },
  zh: { share: '', tokens: ' 个词元', seconds: ' 秒', nats: ' 奈特', none: '' },
}
const POINTS = { en: ' points', zh: ' 个百分点' }

export function createFigure(language: 'en' | 'zh'): Figure {
  const locale = language === 'zh' ? 'zh-CN' : 'en'
  const digits = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 })
  const tiny = new Intl.NumberFormat(locale, { notation: 'scientific', maximumSignificantDigits: 2 })
  const large = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const bare = (value: number): string => {
    const size = Math.abs(value)
    if (size >= 1000) return large.format(value)
    return (size > 0 && size < 0.001 ? tiny : digits).format(value)
  }
  const tick = (value: number, unit: Unit): string => (unit === 'share' ? percent.format(value) : bare(value))
  const whole = (value: number, unit: Unit): string => `${tick(value, unit)}${UNIT_SIGNS[language][unit]}`
  const difference = (value: number, unit: Unit): string => {
    const size = Math.abs(value)
    const sign = value > 0 ? '+' : value < 0 ? '−' : '±'
    return unit === 'share'
      ? `${sign}${digits.format(Math.round(size * 1000) / 10)}${POINTS[language]}`
      : `${sign}${whole(size, unit)}`
  }
  return Object.assign(whole, { difference, tick })
}

export function useFigure(): Figure {
  const { i18n } = useTranslation()
  const language = i18n.language === 'zh' ? 'zh' : 'en'
  return useMemo(() => createFigure(language), [language])
}
