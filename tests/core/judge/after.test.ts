import { describe, expect, it } from 'vitest'
import { afterVerdict } from '#core/judge/after.ts'
import { answerToJudge } from '#core/judge/need.ts'
import { judgeByRule } from '#core/judge/rule.ts'
import { type Judged, VERDICTS } from '#core/judge/verdict.ts'
import { measure } from '#core/probe/standing.ts'
import { predictionOf, sampleOf, tags, weather, words } from '../probe/made-samples.ts'

const LABEL = weather({ city: 'Lima', days: 3 })
const SAMPLE = sampleOf([LABEL])
const OTHER = tags(['get_weather', { city: 'Lima', days: 4 }])
const judged = (verdict: Judged['verdict']): Judged => ({ sample: 's1', verdict, votes: [] })

describe('a verdict is needed', () => {
  it('only where the prediction does not match and a call stands on either side', () => {
    const needs = (accepted: Parameters<typeof sampleOf>[0], text: string) =>
      answerToJudge(sampleOf(accepted), predictionOf([text]), 'strict')?.text
    expect(needs([LABEL], OTHER)).toBe(OTHER)
    expect(needs([LABEL], 'Which city?')).toBe('Which city?')
    expect(needs([words('Hello')], OTHER)).toBe(OTHER)
    expect(needs([words('Hello')], '<tool_call>{"name"')).toBe('<tool_call>{"name"')
    expect(needs([LABEL], tags(['get_weather', { city: 'Lima', days: 3 }]))).toBeUndefined()
    expect(needs([words('Hello')], 'Hi')).toBeUndefined()
    expect(needs([words('Hello')], '')).toBeUndefined()
  })

  it('for the first of several answers that does not match', () => {
    const right = tags(['get_weather', { city: 'Lima', days: 3 }])
    expect(answerToJudge(SAMPLE, predictionOf([right, 'No.', OTHER]), 'strict')?.text).toBe('No.')
  })
})

describe('rules', () => {
  const rule = (sample: typeof SAMPLE, text: string, power: 'decide' | 'narrow' | 'off' = 'decide') => {
    const { open, vote } = judgeByRule(sample, text, power)
    return { open: [...open], verdict: vote?.verdict, by: vote?.by, why: vote?.analysis }
  }
  const BROKEN: readonly (readonly [what: string, text: string, why: string])[] = [
    ['a required argument left out', tags(['get_weather', { days: 3 }]), 'argument.missing'],
    ['a value of the wrong type', tags(['get_weather', { city: 'Lima', days: 'three' }]), 'argument.type'],
    ['a choice that is none', tags(['get_weather', { city: 'Lima', units: 'kelvin' }]), 'argument.enum'],
    ['an argument made up', tags(['get_weather', { city: 'Lima', mood: 'sunny' }]), 'argument.undeclared'],
    ['a tool that is not there', tags(['get_news', { city: 'Lima' }]), 'call.unknownTool'],
    [
      'an identifier that nobody said',
      tags(['send_mail', { to: 'zoe@quark.example', text: 'Lima' }]),
      'value.invented',
    ],
    ['a tag that is not closed', '<tool_call>{"name":"get_weather"', 'answer.tagNotClosed'],
    ['silence', '', 'answer.empty'],
  ]
  it.each(BROKEN)('call a prediction wrong for %s', (_, text, why) => {
    expect(rule(SAMPLE, text)).toMatchObject({ verdict: 'predictionWrong', by: 'rule' })
    expect(rule(SAMPLE, text).why).toContain(why)
  })

  it('leave what obeys them to the judge, whatever the values', () => {
    expect(rule(SAMPLE, OTHER)).toMatchObject({ verdict: undefined, open: [...VERDICTS] })
    expect(rule(SAMPLE, tags(['get_weather', { city: 'Cusco' }]))).toMatchObject({ verdict: undefined })
    expect(rule(SAMPLE, 'Which city?')).toMatchObject({ verdict: undefined })
  })

  it('do not take a value that may be worked out for one that was made up', () => {
    const text = tags(['send_mail', { to: 'Ana', text: 'On 2024-05-04 it rains' }])
    expect(rule(SAMPLE, text)).toMatchObject({ verdict: undefined })
  })

  it('never hand a label that breaks its own schema over to the prediction; they only rule verdicts out', () => {
    const bad = sampleOf([weather({ days: 3 })])
    expect(rule(bad, OTHER)).toEqual({
      open: ['labelWrong', 'bothWrong'],
      verdict: undefined,
      by: undefined,
      why: undefined,
    })
  })

  it('drop what is broken on both sides', () => {
    expect(rule(sampleOf([weather({ days: 3 })]), tags(['get_news', {}]))).toMatchObject({
      verdict: 'bothWrong',
    })
  })

  it('can be held to ruling out, or off', () => {
    const text = tags(['get_news', {}])
    expect(rule(SAMPLE, text, 'narrow')).toMatchObject({
      open: ['predictionWrong', 'bothWrong'],
      verdict: undefined,
    })
    expect(rule(SAMPLE, text, 'off')).toMatchObject({ open: [...VERDICTS], verdict: undefined })
  })
})

describe('after a verdict', () => {
  const prediction = predictionOf([OTHER])

  it('prediction wrong: the sample stays as it was, an error seed', () => {
    expect(afterVerdict(SAMPLE, prediction, judged('predictionWrong'))).toEqual({
      sample: SAMPLE,
      keep: 'errorSeed',
      history: [],
    })
  })

  it('label wrong: the prediction is the label now, with what was there before (the release never rewrites)', () => {
    const after = afterVerdict(SAMPLE, prediction, judged('labelWrong'))
    expect(after.keep).toBe('errorSeed')
    expect(after.sample).toEqual({ ...SAMPLE, accepted: [weather({ city: 'Lima', days: 4 })] })
    expect(after.history).toEqual([
      {
        change: 'labelReplaced',
        before: [LABEL],
        after: after.sample.accepted,
        verdict: 'labelWrong',
        by: 'model',
      },
    ])
    expect(measure(after.sample, prediction, 'strict').passRate).toBe(1)
  })

  it('both right: the prediction joins, so that training does not punish it', () => {
    const after = afterVerdict(SAMPLE, prediction, judged('bothRight'))
    expect(after.keep).toBe('highPerplexityOnly')
    expect(after.sample.accepted).toEqual([LABEL, weather({ city: 'Lima', days: 4 })])
    expect(after.history).toMatchObject([{ change: 'answerJoined', before: [LABEL] }])
    expect(measure(after.sample, prediction, 'strict').passRate).toBe(1)
  })

  it('both wrong: dropped; unjudged: neither kept nor dropped', () => {
    expect(afterVerdict(SAMPLE, prediction, judged('bothWrong')).keep).toBe('dropped')
    expect(afterVerdict(SAMPLE, prediction, judged('unjudged'))).toEqual({
      sample: SAMPLE,
      keep: 'unjudged',
      history: [],
    })
  })

  it('never makes a label of an answer that breaks a rule, whoever called it right', () => {
    const broken = predictionOf([tags(['get_weather', { city: 5 }])])
    expect(afterVerdict(SAMPLE, broken, judged('labelWrong'))).toMatchObject({
      keep: 'dropped',
      history: [],
      refused: 'argument.type',
    })
    expect(afterVerdict(SAMPLE, broken, judged('bothRight'))).toMatchObject({
      sample: SAMPLE,
      keep: 'highPerplexityOnly',
      refused: 'argument.type',
    })
    const cut = predictionOf(['<tool_call>{"name"'])
    expect(afterVerdict(SAMPLE, cut, judged('labelWrong')).refused).toBe('answer.tagNotClosed')
  })

  it('leaves words beside the calls and thinking out of the label', () => {
    const chatty = predictionOf([`<think>hm</think>Let me look.\n${OTHER}`])
    expect(afterVerdict(SAMPLE, chatty, judged('labelWrong')).sample.accepted).toEqual([
      weather({ city: 'Lima', days: 4 }),
    ])
  })

  it('does not leave a text label that its own rule would refuse', () => {
    const asks = sampleOf([weather({ city: 'Lima' })], {
      kind: 'missingParameter',
      missing: [{ name: 'city', wordings: [] }],
    })
    const text = predictionOf(['I have no tool for that.'])
    const after = afterVerdict(asks, text, judged('labelWrong'))
    expect(measure(after.sample, text, 'strict').passRate).toBe(1)
    const good = afterVerdict(asks, predictionOf(['Which city?']), judged('labelWrong'))
    expect(good.sample.missing).toEqual(asks.missing)
  })
})
