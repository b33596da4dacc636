/**
 * What models send when they do not do what they were asked for, through the real stages. Each case of the tables in
 * tests/fixtures/loop stands beside a control that is accepted, so that the defect is what is refused.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answerToJudge } from '#core/judge/need.ts'
import { judgeByRule } from '#core/judge/rule.ts'
import { measure } from '#core/probe/standing.ts'
import type { Message, Sample } from '#core/sample/sample.ts'
import { SEED } from '../../core/expand/cases.ts'
import { json, sampleOf, weather, words } from '../../core/probe/made-samples.ts'
import { checkOne, expandOne, judgeOne, probeOne, type Said } from './one-item.ts'

interface Case {
  readonly what: string
  readonly outcome: string
  readonly control: { readonly said: Said; readonly outcome: string }
  readonly said: Said
}
const table = <C>(name: string): readonly C[] =>
  JSON.parse(readFileSync(new URL(`../../fixtures/loop/${name}.json`, import.meta.url), 'utf8')).cases

describe('a judge that answers', () => {
  it.each(table<Case>('judge'))('$what: $outcome', async ({ said, outcome, control }) => {
    const bad = await judgeOne(said)
    expect(bad.outcome).toBe(outcome)
    // No vote: asked as often as may be, then unjudged, and said to be.
    expect(bad.failure).toMatchObject({ boundary: 'judge', reason: 'judge.noVote' })
    expect(bad.asked).toHaveLength(2)
    expect(bad.counters[`wrong.${outcome}`]).toBe(2)
    const good = await judgeOne(control.said)
    expect(good.outcome).toBe(control.outcome)
    expect(good.end?.state).toBe('done')
  })
})

describe('a checker that answers', () => {
  it.each(table<Case>('checker'))('$what: $outcome', async ({ said, outcome, control }) => {
    const bad = await checkOne(said)
    expect(bad.outcome).toBe(outcome)
    expect(bad.failure?.boundary).toBe('judge')
    expect(bad.steps).toEqual([])
    expect((await checkOne(control.said)).outcome).toBe(control.outcome)
  })
})

interface Child {
  readonly child?: unknown
  readonly text?: string
  readonly finish?: 'length'
}
interface ExpandCase {
  readonly what: string
  readonly seed: keyof typeof SEEDS
  readonly said: Child
  readonly outcome: string
  readonly control: Child
}
const HISTORY: readonly Message[] = [
  { role: 'user', text: 'What about Quito?\n\nOnly today.' },
  {
    role: 'assistant',
    answer: { kind: 'calls', calls: [{ name: 'get_weather', arguments: json({ city: 'Quito' }) }] },
  },
  { role: 'tool', results: [{ name: 'get_weather', content: json({ celsius: 14 }) }] },
  { role: 'assistant', answer: { kind: 'text', text: '14 degrees.' } },
  { role: 'user', text: 'Then I fly to Lima instead.' },
]
const SEEDS = {
  plain: SEED,
  multi: { ...SEED, id: 'seed-multi', messages: HISTORY },
  chinese: {
    ...SEED,
    id: 'seed-zh',
    language: 'zh',
    messages: [{ role: 'user', text: '我明天带两个孩子飞利马。\n\n那里天气怎么样？' }],
    accepted: [{ kind: 'calls', calls: [{ name: 'get_weather', arguments: json({ city: '利马' }) }] }],
  },
} as const satisfies Record<string, Sample>

const saidBy = ({ child, text, finish }: Child): Said => ({
  text: text ?? JSON.stringify(child),
  ...(finish === undefined ? {} : { finish }),
})

describe('an expander that answers', () => {
  it.each(table<ExpandCase>('expander'))('$what: $outcome', async ({ seed, said, outcome, control }) => {
    const bad = await expandOne(saidBy(said), SEEDS[seed])
    expect(bad.outcome).toBe(outcome)
    expect(bad.end).toMatchObject({ state: 'dropped', reason: 'expand.none' })
    expect(bad.counters[`refused.${outcome}`]).toBe(1)
    expect((await expandOne(saidBy(control), SEEDS[seed])).outcome).toBe('taken')
  })

  it('keeps the blank lines, results and spellings of a child of several turns', async () => {
    const { control } = table<ExpandCase>('expander').find(({ what }) => what.startsWith('the results'))!
    const { steps } = await expandOne(saidBy(control), SEEDS.multi)
    const [{ taken }] = steps.map(({ body }) => body as { taken: string }) as [{ taken: string }]
    expect(JSON.parse(taken)).toEqual(control.child)
    expect(taken).toContain('\\n\\n\\nSongs: three.')
  })
})

interface PolicyCase {
  readonly what: string
  readonly label: 'call' | 'text'
  readonly said: Said
  readonly why: string
  readonly judged: 'none' | 'rule' | 'court'
  readonly control: { readonly said: Said; readonly why: string }
  readonly text?: string
  readonly thinking?: string
}
const POLICY_SAMPLES = {
  call: sampleOf([weather({ city: 'Lima', days: 3 })], { id: 'call' }),
  text: sampleOf([words('Which city?')], { id: 'text', kind: 'chat' }),
} as const

describe('a policy that answers', () => {
  it.each(table<PolicyCase>('policy'))('$what: $why', async (one) => {
    const sample = POLICY_SAMPLES[one.label]
    const { prediction, end } = await probeOne(one.said, sample)
    // Whatever was written is a prediction; nothing is lost to it.
    expect(end?.state).toBe('done')
    expect(measure(sample, prediction, 'strict')).toMatchObject({ passRate: 0, why: one.why })
    if (one.text !== undefined) expect(prediction.answers[0]?.text).toBe(one.text)
    if (one.thinking !== undefined) expect(prediction.answers[0]?.thinking).toBe(one.thinking)
    const answer = answerToJudge(sample, prediction, 'strict')
    const ruled = answer && judgeByRule(sample, answer.text, 'decide').vote
    expect(answer === undefined ? 'none' : ruled === undefined ? 'court' : 'rule').toBe(one.judged)
    const control = await probeOne(one.control.said, sample)
    expect(measure(sample, control.prediction, 'strict')).toMatchObject({ passRate: 1, why: one.control.why })
  })

  it.each(table<PolicyCase>('policy').filter(({ judged }) => judged === 'court'))(
    '$what: the court is asked, and no chat mark reaches it',
    async ({ label, said }) => {
      const sample = POLICY_SAMPLES[label]
      const { prediction } = await probeOne(said, sample)
      const text = answerToJudge(sample, prediction, 'strict')?.text ?? ''
      const { asked, outcome } = await judgeOne({ text: '{"verdict":"BOTH_WRONG"}' }, { sample, text })
      expect(outcome).toBe('BOTH_WRONG')
      const sent = asked.flatMap(({ messages }) => messages.map(({ content }) => content)).join('\n')
      expect(sent).not.toMatch(/<\|[^<>|]+\|>/)
      expect(sent.isWellFormed()).toBe(true)
    },
  )
})
