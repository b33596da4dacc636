import { describe, expect, it } from 'vitest'
import { createFormat } from '../../renderer/words/format.ts'

const en = createFormat('en')
const zh = createFormat('zh-CN')

describe('numbers and times', () => {
  it('says a span by its two largest units, and never as nothing', () => {
    expect(en.span(0)).toBe('0 sec')
    expect(en.span(59.6)).toBe('1 min')
    expect(en.span(3661)).toBe('1 hr 1 min')
    expect(en.span(90_000)).toBe('1 day 1 hr')
    expect(zh.span(75)).toBe('1分钟 15秒')
  })
  it('gives slow rates two digits, so that 0.04/s is not shown as 0/s', () => {
    expect(en.rate(0.041)).toBe('0.041')
    expect(en.rate(41.4)).toBe('41')
  })
  it('never speaks of the future when clocks disagree', () => {
    const now = Date.parse('2026-01-01T00:00:00Z')
    expect(en.ago('2026-01-01T00:00:30Z', now)).toBe('now')
    expect(en.ago('2025-12-31T23:57:00Z', now)).toBe('3 min. ago')
  })
  it('shows a damaged date as it is', () => {
    expect(en.time('yesterday')).toBe('yesterday')
    expect(en.ago('yesterday', 0)).toBe('yesterday')
  })
})
