/** Rollouts of a step as groups, and what an answer would earn under another match. */
import { describe, expect, it } from 'vitest'
import { regrade } from '#core/training/regrade.ts'
import { Grouping, promptEnd, type Rollout, readRolloutLine } from '#core/training/rollout.ts'

const CALL = '<tool_call>\n{"name": "send", "arguments": {"to": "Ann"}}\n</tool_call>'
const line = (change: object = {}): string =>
  JSON.stringify({
    step: 3,
    group: 7,
    index: 0,
    sample_id: 's',
    kind: 'single',
    input: 'x<|im_end|>\n<|im_start|>user\nWrite to Ann.<|im_end|>',
    output: CALL,
    gts: CALL,
    score: 1,
    parts: { strict: 1, format: null },
    advantage: 0.5,
    tokens: 12,
    finish: 'stop',
    ...change,
  })
const rollout = (change: object = {}): Rollout => {
  const read = readRolloutLine(line(change))
  if (!read) throw new Error('the line is not read')
  return read
}

describe('a line of rollouts', () => {
  it('is read whole, a group named by number or by text', () => {
    expect(rollout()).toMatchObject({ group: '7', gts: [CALL], parts: { strict: 1 }, advantage: 0.5 })
    expect(rollout({ group: 'a', gts: null, score: null, parts: null })).toMatchObject({
      gts: [],
      score: undefined,
    })
  })
  it('torn, or without its answer, is none', () => {
    expect(readRolloutLine(line().slice(0, -9))).toBeUndefined()
    expect(readRolloutLine(line({ output: 5 }))).toBeUndefined()
  })
})

describe('groups of a step', () => {
  const groups = (...scores: (number | null)[]) => {
    const grouping = new Grouping()
    for (const [index, score] of scores.entries()) grouping.add(rollout({ index, score }))
    return grouping.list()
  }
  it('are dead when all got the same reward, and not when a single one exists', () => {
    expect(groups(1, 1, 1)[0]).toMatchObject({ count: 3, mean: 1, dead: true })
    expect(groups(0.1 + 0.2, 0.3)[0]?.dead).toBe(true)
    expect(groups(1, 0)[0]).toMatchObject({ mean: 0.5, min: 0, max: 1, dead: false })
    expect(groups(1)[0]?.dead).toBe(false)
  })
  it('do not take a missing score for a zero', () => {
    expect(groups(1, null)[0]).toMatchObject({ count: 2, mean: 1 })
  })
  it('show what was said last, without marks of the template', () => {
    expect(groups(1)[0]?.prompt).toBe('Write to Ann.')
    expect(promptEnd('Just words')).toBe('Just words')
  })
})

describe('another match', () => {
  it('is told from the label alone, without the schema, where the sample is not at hand', () => {
    const grades = regrade(rollout({ output: CALL.replace('Ann', 'Bob') }), undefined)
    expect(grades.strict).toMatchObject({ score: 0, why: 'arguments.values' })
    expect(grades.partial?.score).toBeGreaterThan(0)
    expect(grades.schema).toBeUndefined()
  })
  it('is not made up where there is no label', () => {
    expect(regrade(rollout({ gts: null }), undefined)).toEqual({})
  })
})
