/** A person's word against votes. Bugs caught: a word that is not taken back with undo, a written label that is lost. */
import { describe, expect, it } from 'vitest'
import { seedOf } from '#core/expand/seed.ts'
import type { JsonText } from '#core/json/exact.ts'
import { afterVerdict } from '#core/judge/after.ts'
import { labelProblem } from '#core/judge/label.ts'
import { type Overrule, standingWord, withWord } from '#core/judge/overrule.ts'
import type { Judged, JudgeVote } from '#core/judge/verdict.ts'
import type { Prediction } from '#core/probe/prediction.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { Answer } from '#core/tool-call/call.ts'

const at = '2026-01-01T00:00:00.000Z'
const calls = (city: string): Answer => ({
  kind: 'calls',
  calls: [{ name: 'weather', arguments: JSON.stringify({ city }) as JsonText }],
})
const sample: Sample = {
  id: 's',
  toolSetHash: 'h',
  tools: [
    {
      name: 'weather',
      description: 'Weather of a city.',
      parameters:
        '{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}' as JsonText,
    },
  ],
  date: 'Unknown',
  language: 'en',
  messages: [{ role: 'user', text: 'Weather in Bern, Basel and Chur?' }],
  accepted: [calls('Bern')],
  kind: 'single',
  parents: [],
}
const prediction: Prediction = {
  sample: 's',
  answers: [
    {
      text: '<tool_call>\n{"name": "weather", "arguments": {"city": "Basel"}}\n</tool_call>',
      finish: 'stop',
    },
  ],
  model: 'm',
}
const vote = (verdict: JudgeVote['verdict']): JudgeVote => ({
  ...{ verdict, swapped: false, judge: 'm', analysis: 'a', approach: 'b', by: 'model' },
})
const voted: Judged = {
  sample: 's',
  verdict: 'predictionWrong',
  votes: [vote('predictionWrong'), vote('predictionWrong')],
}
const after = (word: Omit<Overrule, 'at'>) =>
  afterVerdict(sample, prediction, withWord(voted, { at, ...word }))

describe('a person’s word', () => {
  it('counts until it is taken back; then the one before does', () => {
    const first: Overrule = { at, verdict: 'bothWrong' }
    const second: Overrule = { at, verdict: 'bothRight' }
    const undo: Overrule = { at, undo: true }
    expect(standingWord([])).toBeUndefined()
    expect(standingWord([first, second])).toBe(second)
    expect(standingWord([first, second, undo])).toBe(first)
    expect(standingWord([first, second, undo, undo])).toBeUndefined()
    expect(standingWord([undo, first])).toBe(first)
    expect(withWord(voted, undefined)).toBe(voted)
  })

  it('wins over any number of votes, which stay', () => {
    const judged = withWord(voted, { at, verdict: 'labelWrong', note: 'it is Basel' })
    expect(judged).toMatchObject({ verdict: 'labelWrong' })
    expect(judged.votes).toHaveLength(3)
    expect(after({ verdict: 'labelWrong' })).toMatchObject({
      keep: 'errorSeed',
      sample: { accepted: [calls('Basel')] },
      history: [{ change: 'labelReplaced', by: 'human' }],
    })
  })

  it('replaces the accepted answers with the label it writes, and remembers what was there', () => {
    for (const verdict of ['labelWrong', 'predictionWrong', 'bothWrong'] as const)
      expect(after({ verdict, label: calls('Chur') })).toMatchObject({
        keep: 'errorSeed',
        sample: { accepted: [calls('Chur')] },
        history: [{ change: 'labelWritten', before: [calls('Bern')], after: [calls('Chur')], by: 'human' }],
      })
    expect(after({ verdict: 'bothRight', label: calls('Chur') })).toMatchObject({
      keep: 'highPerplexityOnly',
      sample: { accepted: [calls('Chur'), calls('Basel')] },
    })
  })

  it('makes a seed of a case of which both answers were wrong, once it says what is right', () => {
    const { text } = prediction.answers[0] ?? { text: '' }
    const bothWrong = withWord(voted, { at, verdict: 'bothWrong' })
    expect(seedOf(sample, text, bothWrong)).toEqual({ none: 'bothWrong' })
    const told = withWord(voted, { at, verdict: 'bothWrong', label: calls('Chur') })
    expect(seedOf(sample, text, told)).toMatchObject({ right: calls('Chur') })
  })

  it('may not write a label that breaks a tool’s schema', () => {
    expect(labelProblem(sample, calls('Chur'))).toBeUndefined()
    // A person may know what the dialog does not say.
    expect(labelProblem(sample, calls('Zug'))).toBeUndefined()
    const written = (name: string, args: string): Answer => ({
      kind: 'calls',
      calls: [{ name, arguments: args as JsonText }],
    })
    expect(labelProblem(sample, written('weather', '{}'))?.code).toBe('argument.missing')
    expect(labelProblem(sample, written('weather', '{"city":1}'))?.code).toBe('argument.type')
    expect(labelProblem(sample, written('climate', '{}'))?.code).toBe('call.unknownTool')
    expect(labelProblem(sample, { kind: 'calls', calls: [] })?.code).toBe('answer.empty')
    expect(labelProblem(sample, { kind: 'text', text: ' ' })?.code).toBe('answer.empty')
  })
})
