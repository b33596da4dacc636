/** Curves and their words: what is drawn, what is said of a curve's health, and that a model's words stay text. */
import { MantineProvider } from '@mantine/core'
import i18next from 'i18next'
import { createElement, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RunRow } from '#core/contract/training-views.ts'
import { HEALTH_CODES, type Health } from '#core/training/health.ts'
import { Series } from '#core/training/series.ts'
import { SETTING_FIELDS } from '#core/training/setting-differences.ts'
import { spread } from '../../renderer/parts/chart/line-signs.ts'
import { type ChartLine, chartRows, columnOf, withoutOutliers } from '../../renderer/parts/chart/rows.ts'
import { tableText } from '../../renderer/parts/chart/table-text.ts'
import { playerOf, problemOf } from '../../renderer/screens/playground/ask.ts'
import { ReplyCard } from '../../renderer/screens/playground/reply-card.tsx'
import { chartsOf, comparedMetrics, otherMetrics, secondsOf } from '../../renderer/screens/train/charts.ts'
import { comparedRuns } from '../../renderer/screens/train/compared-runs.ts'
import { HealthLine } from '../../renderer/screens/train/health-line.tsx'
import { type Compared, toggled } from '../../renderer/store/curves.ts'
import { createFigure } from '../../renderer/words/figure.ts'
import { startWords } from '../../renderer/words/start.ts'

beforeAll(() => startWords())
afterEach(async () => void (await i18next.changeLanguage('en')))
const draw = (node: ReactNode): string =>
  renderToStaticMarkup(createElement(MantineProvider, { env: 'test' }, node))

const line = (values: number[], more: Partial<ChartLine> = {}): ChartLine => ({
  ...{ key: 'a', label: 'A', tone: 'first', unit: 'none', rare: false, steps: xs, xs },
  values: Float64Array.from(values),
  smooth: Float64Array.from(values),
  ...more,
})
const xs = Float64Array.of(0, 1, 2, 3, 4)

describe('the rows of a chart', () => {
  it('hold a gap as null, and with logarithms what has none', () => {
    const rows = chartRows([line([1, Number.NaN, 0, -1, 5])], undefined, undefined, 100, true)
    expect(rows[columnOf(0)]).toEqual([1, null, null, null, 5])
    expect(rows.map((column) => column.length)).toEqual([5, 5, 5, 5, 5])
  })
  it('of a frame reach one row beyond it on both sides, so that lines run to the edge', () => {
    expect(chartRows([line([1, 2, 3, 4, 5])], undefined, { from: 2, to: 2.5 }, 100, false)[0]).toEqual([
      1, 2, 3,
    ])
  })
  it('put runs over each other at their own steps, smoothed alone, each to its own end', () => {
    const steps = Float64Array.of(0, 2, 6)
    const other = { xs: steps, steps, values: steps, smooth: Float64Array.of(9, 8, 7), sign: 'B' }
    const lines = [line([1, 2, 3, 4, 5], { sign: 'A' }), line([], other)]
    const rows = chartRows(lines, undefined, undefined, 100, false)
    expect(rows[0]).toEqual([0, 1, 2, 3, 4, 6])
    expect(rows[columnOf(0)]).toEqual([null, null, null, null, null, null])
    expect(rows[columnOf(0) + 1]).toEqual([1, 2, 3, 4, 5, null])
    expect(rows[columnOf(1) + 1]).toEqual([9, null, 8, null, null, 7])
  })
  it('leave a single spike out of the range when asked', () => {
    const many = Array.from({ length: 300 }, (_, i) => (i === 7 ? 1e6 : i % 10))
    expect(withoutOutliers([many])).toEqual([0, 9])
    expect(withoutOutliers([[null]])).toBeUndefined()
  })
  it('as text have tabs, and nothing for what was not measured', () => {
    const text = tableText(
      [line([1, Number.NaN, 3, 4, 5]), line([9, 9, 9, 9, 9], { label: 'B', rare: true })],
      { from: 1, to: 2 },
      { step: 'Step', smooth: 's' },
    )
    expect(text).toBe('Step\tA\tA (s)\tB\n1\t\t\t9\n2\t3\t3\t9\n')
  })
})

describe('a table of several runs', () => {
  it('has every step once, and nothing at a step that a run has not', () => {
    const steps = Float64Array.of(2, 9)
    const lines = [
      line([1, 2, 3, 4, 5], { label: 'A', rare: true }),
      line([7, 8], { label: 'B', rare: true, steps, xs: steps }),
    ]
    const text = tableText(lines, { from: 2, to: 9 }, { step: 'Step', smooth: 's' })
    expect(text).toBe('Step\tA\tB\n2\t3\t7\n3\t4\t\n4\t5\t\n9\t\t8\n')
  })
})

describe('signs at the ends of lines', () => {
  it('are moved apart where they would stand on each other, and nowhere else', () => {
    const ends = [50, 10, 52, 14].map((y) => ({ x: 100, y }))
    expect(spread(ends, 12)).toEqual([50, 10, 62, 22])
    expect(spread([...ends, { x: 60, y: 51 }], 12)).toEqual([50, 10, 62, 22, 51])
    expect(spread([], 12)).toEqual([])
  })
})

describe('runs that are compared', () => {
  it('keep their letter while others come and go, and are six at the most', () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].reduce(toggled, [] as readonly Compared[])
    expect(all.map(({ slot }) => slot)).toEqual([0, 1, 2, 3, 4, 5])
    expect(toggled(all, 'g')).toBe(all)
    const again = toggled(toggled(all, 'b'), 'g')
    expect(again.find(({ id }) => id === 'g')).toEqual({ id: 'g', slot: 1 })
    expect(again.find(({ id }) => id === 'c')).toEqual({ id: 'c', slot: 2 })
  })
  it('are only those that are there; the baseline is the one named, else the first chosen', () => {
    const health: Health = { level: 'early', code: 'early', values: {} }
    const rows = ['a', 'b', 'c'].map(
      (id): RunRow => ({ id, title: id, from: 'project', trainer: 'nano', state: 'done', health, unread: 0 }),
    )
    const compared = [
      { id: 'gone', slot: 0 },
      { id: 'c', slot: 3 },
      { id: 'a', slot: 1 },
    ]
    const found = (wanted?: string) =>
      comparedRuns(rows, compared, wanted).map(({ row, sign, baseline }) => [row.id, sign, baseline])
    expect(found()).toEqual([
      ['a', 'B', false],
      ['c', 'D', true],
    ])
    expect(found('a')).toEqual([
      ['a', 'B', true],
      ['c', 'D', false],
    ])
    expect(found('gone')).toEqual(found())
  })
})

describe('settings that differ', () => {
  it.each(['en', 'zh'])('%s: every field that is known has words', async (language) => {
    await i18next.changeLanguage(language)
    for (const field of SETTING_FIELDS)
      expect(i18next.exists(`recipe.field.${field}`) || i18next.exists(`compare.field.${field}`), field).toBe(
        true,
      )
  })
})

describe('which charts a run has', () => {
  const series = (values: Record<string, number>, steps = 2): Series => {
    const made = new Series()
    for (let step = 0; step < steps; step++) made.add({ step, values })
    return made
  }
  it('always shows reward beside held-out accuracy, or held-out reward where only that is measured', () => {
    const metrics = (made: Series) => chartsOf(made)[0]?.lines.map(({ metric }) => metric)
    expect(metrics(series({}))).toEqual(['reward/mean', 'heldOut/accuracy'])
    expect(metrics(series({ 'heldOut/reward': 1 }))).toEqual(['reward/mean', 'heldOut/reward'])
  })
  it('compared shows what any of the runs measured, a metric a chart', () => {
    const both = [series({ 'reward/mean': 1 }), series({ kl: 1, 'heldOut/accuracy': 1 })]
    expect(comparedMetrics(both)).toEqual([
      { metric: 'reward/mean', rare: false },
      { metric: 'heldOut/accuracy', rare: true },
      { metric: 'kl', rare: false },
    ])
  })
  it('offers every metric that no chart shows', () => {
    expect(otherMetrics(series({ 'reward/mean': 1, lr: 1, 'actor/kl_coef': 1 }))).toEqual([
      'actor/kl_coef',
      'lr',
    ])
  })
  it('has a time axis by the clock, else by the length of its steps, else none', () => {
    const clock = new Series()
    for (const [step, at] of [
      [0, 5000],
      [1, 7000],
      [2, 6000],
    ] as const)
      clock.add({ step, at, values: {} })
    expect([...(secondsOf(clock) ?? [])]).toEqual([0, 2, 2])
    expect([...(secondsOf(series({ 'time/step': 3 })) ?? [])]).toEqual([3, 6])
    expect(secondsOf(series({ loss: 1 }))).toBeUndefined()
  })
})

describe('the health of a curve in words', () => {
  const values = {
    ...{ steps: 2, wanted: 6, step: 7, bestStep: 30, start: 1, now: 0.02, share: 0.9, reward: 0.5, cut: 0.6 },
    ...{ rewardFrom: 0.4, rewardTo: 0.6, from: 0.5, to: 0.51, best: 0.7, last: 80, usual: 1, seconds: 240 },
    times: 24,
  }
  it.each(['en', 'zh'] as const)('%s: every code has a sentence with all its values', async (language) => {
    await i18next.changeLanguage(language)
    for (const code of HEALTH_CODES) {
      const html = draw(createElement(HealthLine, { health: { level: 'watch', code, values } }))
      expect(html, code).not.toMatch(/\{\{|undefined|NaN|train\./)
      expect(html.length, code).toBeGreaterThan(80)
    }
  })
  it('says shares as percentages and silence as a span', () => {
    const says = (code: 'deadGroups' | 'stalled' | 'heldOutFlat') =>
      draw(createElement(HealthLine, { health: { level: 'watch', code, values }, heldOut: 'accuracy' }))
    expect(says('heldOutFlat')).toContain('Reward rose from 0.4 to 0.6, held-out only from 50% to 51%')
    expect(says('deadGroups')).toContain('90% of the groups')
    expect(says('stalled')).toContain('No step for 4 min')
  })
})

describe('figures', () => {
  const figure = createFigure('en')
  it('carry their unit; a difference of shares is in points', () => {
    expect(figure(0.654, 'share')).toBe('65.4%')
    expect(figure(41.234, 'tokens')).toBe('41.2 tokens')
    expect(figure(0.00002, 'none')).toBe('2E-5')
    expect(figure.difference(0.041, 'share')).toBe('+4.1 points')
    expect(figure.difference(-0.2, 'none')).toBe('−0.2')
    expect(createFigure('zh').difference(0, 'seconds')).toBe('±0 秒')
  })
})

describe('the playground', () => {
  const choice = { who: undefined, url: '', model: '', key: '' }
  it('knows whom a choice names', () => {
    expect(playerOf(choice)).toBeUndefined()
    expect(playerOf({ ...choice, who: 'endpoint', url: ' ', model: 'm' })).toBeUndefined()
    expect(playerOf({ ...choice, who: 'endpoint', url: ' u ', model: 'm' })).toEqual({
      kind: 'endpoint',
      url: 'u',
      model: 'm',
    })
    expect(playerOf({ ...choice, who: 'base' })).toEqual({ kind: 'small', checkpoint: 'base' })
    expect(playerOf({ ...choice, who: 'a:b:7' })).toEqual({
      kind: 'small',
      checkpoint: { run: 'a:b', step: 7 },
    })
  })
  it('says why nobody can be asked', () => {
    const base = { ...choice, who: 'base' }
    expect(problemOf([choice, choice], { names: ['t'], sample: undefined })).toBe('policyDue')
    expect(problemOf([base, { ...choice, who: 'endpoint' }], { names: ['t'], sample: undefined })).toBe(
      'urlDue',
    )
    expect(problemOf([base, choice], { names: [], sample: undefined })).toBe('toolsDue')
    expect(problemOf([base, choice], { names: ['t'], sample: undefined })).toBeUndefined()
  })
  it('shows what a model wrote as text, and what cannot be read as such', () => {
    const evil = '<img src=x onerror="alert(1)">'
    const reply = {
      text: evil,
      wrong: 'notJson' as const,
      model: evil,
      scripted: false,
      ms: 5,
      tokens: 3,
      cutOff: true,
    }
    const talk = { tools: { from: 'toolSet' as const, toolSet: 's', names: ['t'] }, messages: [] }
    const html = draw(createElement(ReplyCard, { side: 'a', reply, talk, goOn: () => undefined }))
    expect(html).not.toContain('<img')
    expect(html).toContain('not valid JSON')
    expect(html).toContain('cut off at its limit')
    expect(html).not.toContain('Go on with this')
  })
})
