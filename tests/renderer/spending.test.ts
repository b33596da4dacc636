/** Meters and pilots drawn to text. Bugs caught: money shown as 0 that nobody knows, an estimate taken for a count, a raise that lowers. */
import { MantineProvider } from '@mantine/core'
import { createElement, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Spent } from '#core/job/budget.ts'
import { NEW_JOB } from '#core/job/fold.ts'
import type { JobView } from '#core/job/view.ts'
import { PauseWords } from '../../renderer/parts/pause-words.tsx'
import { PilotCard } from '../../renderer/parts/pilot-card.tsx'
import { SpentMeter } from '../../renderer/parts/spent-meter.tsx'
import { spentByKind } from '../../renderer/screens/jobs/by-kind.ts'
import { startWords } from '../../renderer/words/start.ts'

beforeAll(() => startWords())
const draw = (node: ReactNode): string =>
  renderToStaticMarkup(createElement(MantineProvider, { env: 'test' }, node)).replaceAll(/<[^>]+>/g, ' ')
const spent = (more: Partial<Spent> = {}): Spent => ({
  ...{ read: 900, written: 100, estimated: 0, money: 0, priced: 1000, ms: 90_000 },
  ...more,
})
const meter = (more: Partial<Spent>, budget = {}) =>
  draw(createElement(SpentMeter, { budget, spent: spent(more) }))

describe('a meter', () => {
  it('says what was only estimated, and never shows money that is not known as 0', () => {
    expect(meter({ estimated: 1000 })).toContain('counted by LoopTool')
    expect(meter({})).not.toContain('counted by LoopTool')
    const blind = meter({ priced: 0 })
    expect(blind).toContain('no price kept')
    expect(blind).not.toMatch(/Money\s+0/)
    expect(meter({ money: 3, priced: 600 })).toContain('without 40%')
  })

  it('leaves out what was never asked for, unless it has a cap', () => {
    const nobody = { read: 0, written: 0, priced: 0 }
    expect(meter(nobody)).not.toMatch(/Tokens|Money/)
    expect(meter(nobody, { money: 5 })).toContain('of 5.00')
  })
})

it('a pilot says an interval, and whether the caps last', () => {
  const estimate = { items: 12, of: 60, tokens: [6000, 9000], seconds: [60, 200] } as const
  const card = (room: object) => draw(createElement(PilotCard, { estimate, room }))
  expect(card({})).toMatch(/6,000 to 9,000/)
  expect(card({})).toContain('no price kept')
  expect(card({})).not.toContain('caps')
  expect(card({ tokens: 7300 })).toContain('That fits the caps.')
  expect(card({ tokens: 7000 })).toContain('may not last')
  expect(card({ tokens: 1000 })).toContain('not enough')
})

it('says whose cap is reached, with its numbers', () => {
  const pause = { reason: 'budget', detail: 'project money 2.504 of 2.5' } as const
  expect(draw(createElement(PauseWords, { pause }))).toMatch(
    /The whole project\s*:\s+cap on money reached: 2.50 of 2.50/,
  )
})

it('a round is not counted beside its stages', () => {
  const job = (kind: string, tokens: number) =>
    ({ spec: { kind }, state: NEW_JOB, counters: { 'usage.promptTokens': tokens } }) as unknown as JobView
  const rows = spentByKind(
    [job('round', 70), job('probe', 30), job('judge', 40), job('probe', 20)],
    '2026-01-01',
  )
  expect(rows.map(({ kind, jobs, spent: { read } }) => [kind, jobs, read])).toEqual([
    ['probe', 2, 50],
    ['judge', 1, 40],
  ])
})
