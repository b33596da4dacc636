import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePrediction } from '#core/probe/prediction.ts'
import { probeSettingsSchema, temperatureOf } from '#core/probe/settings.ts'
import {
  type Measure,
  measure,
  perplexityOf,
  perplexityThreshold,
  rescore,
  standingOf,
  standingsOf,
} from '#core/probe/standing.ts'
import { MATCH_MODES } from '#core/tool-call/score-request.ts'
import { answered, predictionOf, sampleOf, tags, weather, words } from './made-samples.ts'

const RIGHT = tags(['get_weather', { city: 'Lima', days: 3 }])
const WRONG = tags(['get_weather', { city: 'Lima', days: 4 }])
const SAMPLE = sampleOf([weather({ city: 'Lima', days: 3 })])
const strict = { mode: 'strict' } as const

describe('standing', () => {
  it('does not call a sample mastered whose answer differs in one value', () => {
    expect(standingOf(SAMPLE, predictionOf([WRONG]), strict)).toEqual({
      standing: 'failed',
      score: 0,
      passRate: 0,
      why: 'arguments.values',
    })
    expect(standingOf(SAMPLE, predictionOf([RIGHT]), strict)).toMatchObject({
      standing: 'mastered',
      why: 'same',
    })
  })

  it('is borderline where some of several answers match, and tells of one that does not', () => {
    const stood = standingOf(SAMPLE, predictionOf([RIGHT, WRONG, RIGHT, RIGHT]), strict)
    expect(stood).toEqual({ standing: 'borderline', score: 0.75, passRate: 0.75, why: 'arguments.values' })
  })

  it('is borderline only above the threshold, not at it', () => {
    const prediction = predictionOf([answered(RIGHT, { logprobSum: -10 * Math.log(2), tokens: 10 })])
    const at = (threshold: number | undefined) => standingOf(SAMPLE, prediction, { ...strict, threshold })
    expect(at(1.9).standing).toBe('borderline')
    expect(at(at(1.9).perplexity).standing).toBe('mastered')
    expect(at(undefined).standing).toBe('mastered')
  })

  it('never calls a failed sample borderline, however sure or unsure it was', () => {
    const prediction = predictionOf([answered(WRONG, { logprobSum: -100, tokens: 10 })])
    expect(standingOf(SAMPLE, prediction, { ...strict, threshold: 1 }).standing).toBe('failed')
  })

  it('looks at every accepted answer, not only the first', () => {
    const two = sampleOf([weather({ city: 'Cusco' }), weather({ city: 'Lima', days: 3 })])
    expect(standingOf(two, predictionOf([RIGHT]), strict).standing).toBe('mastered')
  })

  it('asks for the missing parameter where the sample says so', () => {
    const asks = sampleOf([words('Which city?')], {
      kind: 'missingParameter',
      missing: [{ name: 'city', wordings: ['town'] }],
    })
    expect(standingOf(asks, predictionOf(['Which town do you mean?']), strict).standing).toBe('mastered')
    expect(standingOf(asks, predictionOf(['For how many days?']), strict)).toMatchObject({
      standing: 'failed',
      why: 'missing.notAsked',
    })
  })

  it('counts a call inside thinking for the release’s match only', () => {
    const prediction = predictionOf([answered('Done.', { thinking: RIGHT })])
    expect(standingOf(SAMPLE, prediction, { mode: 'release' }).standing).toBe('mastered')
    expect(standingOf(SAMPLE, prediction, strict).standing).toBe('failed')
  })
})

// One answer without think tags loses the whole probe in the release.
describe('bad answers', () => {
  const BAD: readonly (readonly [what: string, text: string, why: string])[] = [
    ['nothing', '', 'answer.empty'],
    ['blank space', ' \n\t', 'answer.empty'],
    ['thinking that never ends', '<think>I should call', 'answer.empty'],
    ['an end of thinking without a start, then nothing', 'hm</think>', 'answer.empty'],
    ['a call tag that is not closed', '<tool_call>\n{"name":"get_weather"', 'answer.tagNotClosed'],
    ['a closing tag alone', '</tool_call>', 'answer.tagNotOpened'],
    ['broken JSON', '<tool_call>{"name":</tool_call>', 'answer.notJson'],
    ['a call without a name', '<tool_call>{"arguments":{}}</tool_call>', 'answer.noName'],
    [
      'a list as arguments',
      '<tool_call>{"name":"get_weather","arguments":[]}</tool_call>',
      'answer.badArguments',
    ],
    ['control tokens only', '<|im_start|><|endoftext|>', 'calls.missing'],
    ['half a surrogate pair', '\ud800', 'calls.missing'],
    ['very deep JSON', `<tool_call>${'['.repeat(5000)}</tool_call>`, 'answer.notJson'],
  ]
  it.each(BAD)('%s is a failed standing with its reason, not an error', (_, text, why) => {
    expect(standingOf(SAMPLE, predictionOf([text]), strict)).toMatchObject({
      standing: 'failed',
      score: 0,
      why,
    })
  })

  it('of any kind score between 0 and 1 in every match', () => {
    const piece = fc.constantFrom(
      '<think>',
      '</think>',
      '<tool_call>',
      '</tool_call>',
      '{',
      '}',
      '"',
      'x',
      '\n',
      RIGHT,
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom(...MATCH_MODES), (pieces, mode) => {
        const measured = measure(SAMPLE, predictionOf([pieces.join('')]), mode)
        expect(measured.score).toBeGreaterThanOrEqual(0)
        expect(measured.score).toBeLessThanOrEqual(1)
      }),
      { seed: 4, numRuns: 500 },
    )
  })
})

describe('perplexity', () => {
  it('is exp of the mean loss over all tokens of all answers', () => {
    const answers = [
      answered('a', { logprobSum: -1, tokens: 1 }),
      answered('b', { logprobSum: -2, tokens: 3 }),
    ]
    expect(perplexityOf(answers)).toBeCloseTo(Math.exp(3 / 4), 12)
  })

  it('leaves answers without log-probabilities out, and is absent where none has any', () => {
    expect(perplexityOf([answered('a'), answered('b', { logprobSum: -1, tokens: 2 })])).toBeCloseTo(
      Math.exp(0.5),
      12,
    )
    expect(perplexityOf([answered('a')])).toBeUndefined()
  })

  it('stays a number that JSON can hold when a token had no chance', () => {
    const value = perplexityOf([answered('a', { logprobSum: -Number.MAX_VALUE, tokens: 1 })])
    expect(JSON.parse(JSON.stringify({ value }))).toEqual({ value: Number.MAX_VALUE })
  })
})

describe('the threshold', () => {
  const matching = (perplexity: number): Measure => ({ score: 1, passRate: 1, perplexity, why: 'same' })

  it('singles out the given share of the matching samples by perplexity, and no others', () => {
    const measures = [4, 1, 3, 2, 8, 7, 6, 5].map(matching)
    const failed: Measure = { score: 0, passRate: 0, perplexity: 99, why: 'calls.count' }
    const { counts, threshold, standings } = standingsOf([...measures, failed], 0.25)
    expect(threshold).toBe(6)
    expect(counts).toEqual({ mastered: 6, borderline: 2, failed: 1 })
    expect(standings[4]).toBe('borderline')
  })

  it('does not single out samples that are no less certain than the rest', () => {
    expect(standingsOf([1, 1, 1, 1].map(matching), 0.25).counts).toEqual({
      mastered: 4,
      borderline: 0,
      failed: 0,
    })
  })

  it('can be moved from none to all', () => {
    const measures = [1, 2, 3].map(matching)
    expect(perplexityThreshold(measures, 0)).toBeUndefined()
    expect(standingsOf(measures, 1).counts.borderline).toBe(3)
    expect(standingsOf([], 0.25)).toEqual({
      standings: [],
      counts: { mastered: 0, borderline: 0, failed: 0 },
    })
  })

  it('never marks more than the share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const { counts } = standingsOf(values.map(matching), share)
          expect(counts.borderline).toBeLessThanOrEqual(values.length * share + 1e-6)
          expect(counts.borderline + counts.mastered).toBe(values.length)
        },
      ),
      { seed: 4 },
    )
  })
})

describe('stored predictions', () => {
  it('are scored by another match without asking again', () => {
    // `release` takes lists as sets and true for 1; strict does neither.
    const sample = sampleOf([weather({ city: 'Lima', days: 1 })])
    const stored = decodePrediction(
      JSON.parse(JSON.stringify(predictionOf([tags(['get_weather', { city: 'Lima', days: true }])]))),
    )
    const probed = [[sample, stored]] as const
    expect(rescore(probed, { mode: 'strict', share: 0.25 }).counts.failed).toBe(1)
    expect(rescore(probed, { mode: 'release', share: 0.25 }).counts.mastered).toBe(1)
  })

  it('that were damaged are refused', () => {
    expect(() => decodePrediction({ sample: 's', answers: [], model: 'm' })).toThrow()
    expect(() =>
      decodePrediction({ sample: 's', answers: [{ text: 1, finish: 'stop' }], model: 'm' }),
    ).toThrow()
  })
})

describe('settings', () => {
  it('are greedy as the method’s unless several answers are drawn', () => {
    const settings = probeSettingsSchema.parse({ dataset: 'd' })
    expect(settings).toMatchObject({ maxTokens: 1024, stop: ['<|im_end|>'], logprobs: true, threshold: 0.25 })
    expect(temperatureOf(settings)).toBe(0.001)
    expect(temperatureOf({ ...settings, samples: 8 })).toBe(1)
    expect(temperatureOf({ ...settings, samples: 8, temperature: 0.3 })).toBe(0.3)
  })
})
