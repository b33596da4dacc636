import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { refuse, sampleOfChild } from '#core/expand/accept.ts'
import { type Child, printChild, readChild } from '#core/expand/child.ts'
import { NearIndex } from '#core/expand/near-index.ts'
import { answerFor, childText, goodChild, SEED, user } from './cases.ts'

const childOf = (text: string): Child => readChild(text).ok!
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const near = (more: { siblings?: Child[]; heldOut?: Child[]; dataset?: Child[] } = {}) => {
  const indexOf = (children: Child[] = []) => {
    const index = new NearIndex(0.7)
    for (const [i, child] of children.entries())
      index.add(`s${i}`, { messages: child.messages, accepted: [child.answer] })
    return index
  }
  return {
    threshold: 0.7,
    siblings: more.siblings ?? [],
    heldOut: indexOf(more.heldOut),
    dataset: indexOf(more.dataset),
  }
}
const why = (text: string, neighbours = near(), strict = true) =>
  refuse(SEED, childOf(text), neighbours, strict)?.refused

describe('acceptance', () => {
  it('takes a child that breaks nothing', () => {
    for (let n = 0; n < 6; n++) expect(why(goodChild(n))).toBeUndefined()
  })

  const ask = user('Is it raining in Oslo?')
  it.each([
    ['unknown tools', { calls: [{ name: 'get_wether', arguments: { city: 'Oslo' } }] }, 'unknownTool'],
    ['a missing argument', { calls: [{ name: 'get_weather', arguments: {} }] }, 'schema'],
    [
      'an undeclared argument',
      { calls: [{ name: 'get_weather', arguments: { city: 'Oslo', unit: 'C' } }] },
      'schema',
    ],
    ['a wrong type', { calls: [{ name: 'get_weather', arguments: { city: 7 } }] }, 'schema'],
    ['a value that nobody said', answerFor('Reykjavik'), 'ungrounded'],
  ])('refuses %s', (_, answer, code) => {
    expect(why(childText([ask], answer))).toBe(code)
    expect(why(childText([ask], answerFor('Oslo')))).toBeUndefined()
  })

  it('refuses broken calls in the history, unless the tool itself answered them with an error', () => {
    const withCall = (result: unknown) =>
      childText(
        [
          ask,
          { role: 'assistant', calls: [{ name: 'get_weather', arguments: { town: 'Oslo' } }] },
          { role: 'tool', results: [{ name: 'get_weather', result }] },
        ],
        answerFor('Oslo'),
      )
    expect(why(withCall({ t: 3 }))).toBe('schema')
    expect(why(withCall({ error: 'city is missing' }))).toBeUndefined()
  })

  it('lets an unsure value pass where grounding is not strict, and an invented identifier never', () => {
    expect(why(childText([ask], answerFor('Reykjavik')), near(), false)).toBeUndefined()
    expect(why(childText([ask], answerFor('ST-48213')), near(), false)).toBe('ungrounded')
  })

  it('refuses the seed unchanged, and the seed with a word or two changed', () => {
    const same = { messages: SEED.messages, answer: SEED.accepted[0] as Child['answer'] }
    expect(why(printChild(same))).toBe('nearSeed')
    const text = 'I fly to Lima tomorrow with my two kids.\n\nWhat will the weather be like over there?'
    expect(why(childText([user(text)], answerFor('Lima')))).toBe('nearSeed')
  })

  it('refuses a copy of a sibling, of the held-out set and of the dataset, each by its own name', () => {
    const copied = goodChild(1).replace('My grandmother', 'My  GRANDMOTHER')
    expect(why(copied)).toBeUndefined()
    const before = [childOf(goodChild(0)), childOf(goodChild(1))]
    expect(why(copied, near({ siblings: before }))).toBe('nearSibling')
    expect(why(copied, near({ heldOut: before }))).toBe('nearHeldOut')
    expect(why(copied, near({ dataset: before }))).toBe('nearDataset')
  })

  it('makes the same sample of the same child, on the seed’s tools and date, with the seed as its parent', () => {
    const sample = sampleOfChild(SEED, childOf(goodChild(2)), sha256)
    expect(sample).toEqual(sampleOfChild(SEED, childOf(goodChild(2)), sha256))
    expect(sample).toMatchObject({
      tools: SEED.tools,
      date: SEED.date,
      kind: 'single',
      parents: [{ from: 'sample', sample: 'seed-1' }],
    })
    expect(sample.id).not.toBe(sampleOfChild(SEED, childOf(goodChild(3)), sha256).id)
  })

  it('names what a child turned out to be: calls side by side are parallel', () => {
    const both = childText([user('Rain in Oslo or Perth?')], {
      calls: [...answerFor('Oslo').calls, ...answerFor('Perth').calls],
    })
    expect(sampleOfChild(SEED, childOf(both), sha256).kind).toBe('parallel')
  })
})
