import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupWrongTurns, patienceLeft } from '#core/dialog/give-up.ts'
import { countVotes } from '#core/dialog/vote.ts'
import { Random } from '#core/random/random.ts'
import type { Answer } from '#core/tool-call/call.ts'
import { sameAnswer } from '#core/tool-call/match.ts'
import { calls, text } from './talk-parts.ts'

const count = (votes: Answer[], seed = 1) => countVotes(votes, sameAnswer, new Random(seed))
const A = calls(['find', { q: 'x', n: 1 }])
const A2 = calls(['find', { n: 1.0, q: 'x' }])
const B = calls(['find', { q: 'y', n: 1 }])
const C = calls(['book', {}])

describe('two of three', () => {
  it.each<[string, Answer[], object]>([
    ['equal calls, other key order', [A, A2], { kind: 'chosen', index: 0, agreed: true }],
    ['equal calls, other prose', [A, { ...A, prose: 'Well.' } as Answer], { kind: 'chosen', agreed: true }],
    ['two texts', [text('a'), text('b')], { kind: 'chosen', agreed: true }],
    ['text against calls', [text('a'), A], { kind: 'third' }],
    ['unlike calls', [A, B], { kind: 'third' }],
    [
      'one call against the same twice',
      [A, calls(['find', { q: 'x', n: 1 }], ['find', { q: 'x', n: 1 }])],
      { kind: 'third' },
    ],
    ['the third is like the first', [A, B, A2], { kind: 'chosen', index: 0, agreed: true }],
    ['the third is like the second', [B, A, A2], { kind: 'chosen', index: 1, agreed: true }],
    ['two texts of three', [A, text('a'), text('b')], { kind: 'chosen', agreed: true }],
    ['a text between equal calls', [A, text('a'), A2], { kind: 'chosen', index: 0, agreed: true }],
    ['three unlike calls', [A, B, C], { kind: 'chosen', agreed: false }],
    ['a text and two unlike calls', [text('a'), A, B], { kind: 'chosen', agreed: false }],
  ])('%s', (_, votes, expected) => expect(count(votes)).toMatchObject(expected))

  it('takes a text when two of three are texts, each of them at times', () => {
    const chosen = Array.from({ length: 60 }, (_, seed) => count([A, text('a'), text('b')], seed))
    expect(new Set(chosen.map((c) => (c.kind === 'chosen' ? c.index : -1)))).toEqual(new Set([1, 2]))
  })

  it('never calls a turn agreed that no two votes agree on', () => {
    const answers = fc.constantFrom(text('a'), text('b'), A, A2, B, C)
    fc.assert(
      fc.property(fc.array(answers, { minLength: 2, maxLength: 3 }), fc.nat(), (votes, seed) => {
        const outcome = count(votes, seed)
        const pairs = votes.flatMap((a, i) => votes.slice(i + 1).map((b) => sameAnswer(a, b)))
        if (outcome.kind === 'third') expect(votes.length).toBe(2)
        else {
          expect(outcome.agreed).toBe(pairs.some(Boolean))
          expect(votes[outcome.index]).toBeDefined()
          if (outcome.agreed) {
            const winner = votes[outcome.index]!
            expect(votes.filter((vote) => sameAnswer(vote, winner)).length).toBeGreaterThan(1)
          }
        }
      }),
    )
  })
})

describe('giving up', () => {
  const wrong = (n: number, reason = 'json.broken') =>
    Array.from({ length: n }, () => ({ role: 'user', reason, text: '' }))

  it('bears ten wrong answers and no more', () => {
    expect(patienceLeft(wrong(10))).toBe(0)
    expect(patienceLeft(wrong(11))).toBeLessThan(0)
  })

  it('groups the reasons, the most frequent first', () => {
    expect(groupWrongTurns([...wrong(2, 'b'), ...wrong(3, 'c'), ...wrong(2, 'a')])).toBe(
      'user c ×3, user a ×2, user b ×2',
    )
  })
})
