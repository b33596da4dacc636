/** Every clause of how answers are matched, by the cases that hold it: none may be left without one. */
import { describe, expect, it } from 'vitest'
import type { MatchMode } from '#core/tool-call/score-request.ts'
import { matchCases } from '#tests/helpers/match-cases.ts'

/** A clause, and cases by the beginnings of their names with the score that they get. */
type Clause = readonly [says: string, cases: Readonly<Record<string, number>>]

const RELEASE: readonly Clause[] = [
  [
    'a label without a call: 1 without any call tag',
    { 'a text label: words': 1, 'a text label: an opening tag': 0, 'a text label: a closing tag': 0 },
  ],
  ['an empty answer to a text label scores 1', { 'a text label: an empty answer scores': 1 }],
  ['counts of calls must be equal', { 'one call too many': 0, 'one call too few': 0, 'A A is not A': 0 }],
  ['then both are compared as sets', { 'two calls in another order': 1, 'A A B is A B B': 1 }],
  [
    'sets at every depth',
    { 'equal: [1, 2] and [2, 1]': 1, 'equal: [1, 2] and [1, 2, 2]': 1, 'equal: lists deep down': 1 },
  ],
  [
    'true is 1, 1 is 1.0, "1" is not 1',
    { 'equal: true and 1': 1, 'equal: 1 and 1.0': 1, 'unequal: "1" and 1': 0 },
  ],
  [
    '{} is [], null is not missing',
    { 'equal: {} and []': 1, 'null is not missing': 0, 'unequal: {} and {"x": null}': 0 },
  ],
  ['an extra default argument is wrong', { 'an extra default argument is wrong': 0 }],
  ['strings are case-sensitive', { 'unequal: case of a text': 0 }],
  [
    'the answer stands between the last assistant mark and the end mark',
    {
      'the answer is what follows the last assistant mark': 1,
      'of two assistant marks the last': 0,
      'the answer ends at the end mark': 1,
      'a call behind the end mark': 0,
    },
  ],
  [
    'an undecodable call stays a text',
    {
      'an undecodable call stays a text: two identical ones match': 1,
      'an undecodable call against a call': 0,
    },
  ],
  ['a call only inside thinking counts', { 'a call that stands only inside thinking counts': 1 }],
  [
    'tags without the newlines extract nothing',
    { 'one line extracts nothing': 0, 'CRLF extracts nothing': 0, 'both sides extract nothing': 1 },
  ],
  ['any exception scores 0', { 'nesting too deep stays a text': 0, 'an integer of 5,000 digits': 0 }],
  ['minimum −1', { 'minimum -1: another value': -1, 'minimum -1: equal': 1 }],
  ['±3', { 'minimum -3: another value': -3, 'minimum -3: equal': 3 }],
  [
    'text cases × 0.5',
    { 'half for words': 0.5, 'minimum -3: half for words': 1.5, 'minimum -1: half does not touch calls': 1 },
  ],
  [
    'ordered prefix credit',
    { 'prefix: all': 1, 'prefix: the order counts': 0, 'prefix, minimum -1: half': -0.5 },
  ],
  [
    'length bonus: min(1, words of thinking ÷ 512)',
    { 'length: no thinking': 1, 'length: 256 words': 1.5, 'length: 600 words are no more': 2 },
  ],
]

const STRICT: readonly Clause[] = [
  [
    'thinking removed first',
    {
      'thinking removed first': 1,
      'a draft call in thinking does not count': 1,
      'a call that stands only inside thinking': 0,
    },
  ],
  ['tags on one line or several', { 'on one line': 1, 'with CRLF': 1, 'JSON laid out over many lines': 1 }],
  [
    'a tag that does not decode, close, or hold a call makes the answer wrong',
    {
      'a right call and one that does not decode': 0,
      'a right call and a tag that does not close': 0,
      'a tag with a text': 0,
      'no name': 0,
    },
  ],
  ['further keys are ignored', { 'further keys are ignored': 1 }],
  [
    'arguments as a JSON string are decoded once',
    { 'arguments as a JSON text': 1, 'arguments as a JSON text twice': 0 },
  ],
  [
    'a list in one tag is several calls',
    { 'a list in one tag is several calls': 1, 'an empty list in a tag': 0 },
  ],
  [
    'the same multiset of calls',
    { 'two calls in another order': 1, 'A A B is not A B B': 0, 'equal calls, each as often': 1 },
  ],
  ['names equal', { 'another name': 0, 'a name in other case': 0 }],
  [
    'numbers as exact decimals',
    {
      'equal numbers: 1 and 1.0': 1,
      'equal numbers: 1 and 1e0': 1,
      'unequal numbers: 20 digits, the last differs': 0,
    },
  ],
  ['booleans never equal numbers', { 'unequal values: true and 1': 0, 'unequal values: false and 0': 0 }],
  [
    'strings exact',
    {
      'unequal values: case of a text': 0,
      'unequal values: composed and decomposed': 0,
      'equal values: escapes are spelling': 1,
    },
  ],
  [
    'list order and multiplicity count, key order does not',
    { 'unequal values: list order': 0, 'unequal values: list multiplicity': 0, 'key order deep down': 1 },
  ],
  [
    'an absent optional argument is its default',
    {
      'default: an absent optional argument': 1,
      'default: of a required argument': 0,
      'not the default: another unit': 0,
    },
  ],
  [
    'a label without calls: not empty, no tag',
    { 'words for words': 1, 'nothing where words are right': 0, 'an unclosed tag where words are right': 0 },
  ],
  [
    'missing parameter: mentioned by name or wording',
    {
      'missing parameter: named': 1,
      'missing parameter: by a wording': 1,
      'missing parameter: not mentioned': 0,
    },
  ],
  [
    'none fits: nothing more is asked',
    { 'none fits: any words': 1, 'none fits: words that say nothing of it': 1, 'none fits: a call': 0 },
  ],
  [
    'several accepted answers: the best match counts',
    { 'accepted: the first': 1, 'accepted: the second': 1, 'accepted: none of them': 0 },
  ],
]

const cases = (mode: MatchMode) => matchCases.filter((one) => one.mode === mode)

describe.each([
  ['release', RELEASE],
  ['strict', STRICT],
] as const)('of the %s match', (mode, clauses) => {
  it.each(clauses)('%s', (_, wanted) => {
    for (const [name, score] of Object.entries(wanted)) {
      const held = cases(mode).filter((one) => one.name.startsWith(name))
      expect(held.length, name).toBeGreaterThan(0)
      expect(
        held.map(({ expected }) => expected.score),
        name,
      ).toContain(score)
    }
  })
})

it('partial credit tells format, names, argument names and values apart', () => {
  const parts = ['format', 'correctness', 'names', 'argumentNames', 'values']
  for (const part of parts) {
    const values = new Set(cases('partial').map(({ expected }) => expected.parts?.[part]))
    expect([...values].filter((value) => value !== undefined).length, part).toBeGreaterThan(1)
  }
  expect(cases('partial').some(({ expected: { score } }) => score > 0 && score < 1)).toBe(true)
})

it('schema rules ask of every call what its schema says, apart from any label', () => {
  const why = new Set(cases('schema').map(({ expected }) => expected.why))
  for (const code of [
    'call.unknownTool',
    'argument.missing',
    'argument.undeclared',
    'argument.type',
    'argument.enum',
  ])
    expect(why).toContain(code)
  expect(cases('schema').filter(({ line }) => !('label' in JSON.parse(line))).length).toBeGreaterThan(0)
})
