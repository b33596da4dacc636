import { describe, expect, it } from 'vitest'
import { agreesWrongly, type ScriptAssistant, scriptTruth } from '#core/practice/script.ts'
import { scriptDialog } from '#core/practice/script-dialog.ts'
import { truthOf } from '#core/practice/truth.ts'
import { sameAnswer } from '#core/tool-call/match.ts'
import { checkCall } from '#core/tool-call/schema.ts'
import { playedSamples } from './played.ts'
import { SAMPLE, SEED, scripts, setups } from './tool-sets.ts'

const byName = new Map(SAMPLE.map((tool) => [tool.name, tool]))
const mislabelled = setups(SAMPLE, 200).map((setup) => scriptDialog(SEED, setup, SAMPLE, 0.05, 0.1))
const withCalls = mislabelled.flatMap(({ turns }) =>
  turns.filter((turn): turn is ScriptAssistant => turn.from === 'assistant' && turn.answer.kind === 'calls'),
)

describe('labels planted wrong', () => {
  it('come in the share of turns with calls that was asked for', () => {
    const share = withCalls.filter(agreesWrongly).length / withCalls.length
    expect(withCalls.length).toBeGreaterThan(800)
    expect(share).toBeGreaterThan(0.07)
    expect(share).toBeLessThan(0.13)
  })

  it('are valid calls that differ from the truth, with a result for each: nothing else would notice them', () => {
    for (const { answer, votes } of withCalls.filter(agreesWrongly)) {
      const [wrong] = votes
      expect(sameAnswer(wrong.answer, answer, byName)).toBe(false)
      if (wrong.answer.kind !== 'calls') throw new Error('a wrong label must hold calls')
      for (const call of wrong.answer.calls) expect(checkCall(byName, call)).toEqual([])
      expect(wrong.results?.map(({ name }) => name)).toEqual(wrong.answer.calls.map(({ name }) => name))
    }
  })

  it('are told apart from turns without agreement', () => {
    const told = mislabelled.flatMap(scriptTruth).filter(({ labelWrong }) => labelWrong)
    expect(told).toHaveLength(2 * withCalls.filter(agreesWrongly).length)
    expect(told.some(({ unagreed }) => unagreed)).toBe(false)
  })

  it('leave a dialog as it was where none is asked for', () => {
    const before = scripts(SAMPLE, 20)
    expect(setups(SAMPLE, 20).map((setup) => scriptDialog(SEED, setup, SAMPLE, 0.05, 0))).toEqual(before)
  })
})

describe('the truth of a sample', () => {
  const played = playedSamples(120, 0.1)
  const planted = setups(SAMPLE, 120)
    .map((setup) => scriptDialog(SEED, setup, SAMPLE, 0, 0.1))
    .flatMap((script) => script.turns.filter((turn) => turn.from === 'assistant' && agreesWrongly(turn)))

  it('finds every planted label from seed, key and turn, and no other', () => {
    const found = played.map((one) => truthOf(one)).filter(({ labelWrong }) => labelWrong)
    const labels = found.map(({ sample }) => JSON.stringify(sample.accepted[0]))
    const expected = planted.flatMap((turn) =>
      turn.from === 'assistant' ? [JSON.stringify(turn.votes[0].answer)] : [],
    )
    // A label whose result is an error makes no sample.
    expect(found.length).toBeGreaterThan(0.9 * planted.length)
    expect(labels.every((label) => expected.includes(label))).toBe(true)
  })

  it('is the label where nothing else is known, and what was planted where a case says so', () => {
    const [one] = played
    if (!one) throw new Error('no sample')
    expect(truthOf({ sample: one.sample }).right).toEqual(one.sample.accepted[0])
    const right = { kind: 'text', text: 'no' } as const
    expect(truthOf({ ...one, right })).toMatchObject({
      right,
      labelWrong: one.sample.accepted[0]?.kind === 'calls',
    })
  })

  it('falls back to the label where the dialog went another way than its script', () => {
    const [one] = played
    if (!one?.dialog) throw new Error('no sample')
    expect(truthOf({ ...one, dialog: { ...one.dialog, turn: 0 } }).labelWrong).toBe(false)
    expect(truthOf({ ...one, dialog: { ...one.dialog, turn: 999 } }).labelWrong).toBe(false)
  })
})
