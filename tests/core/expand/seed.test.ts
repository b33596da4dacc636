import { describe, expect, it } from 'vitest'
import { checkVotesSchema, countChecks, readCheck } from '#core/expand/check.ts'
import { type ExpandSeed, seedOf } from '#core/expand/seed.ts'
import { nextCandidate } from '#core/expand/step.ts'
import type { Judged, VerdictName } from '#core/judge/verdict.ts'
import { SEED } from './cases.ts'

const wrongCall = '<tool_call>\n{"name": "get_weather", "arguments": {"city": "Quito"}}\n</tool_call>'
const judged = (verdict: Judged['verdict'], ...votes: VerdictName[]): Judged => ({
  sample: SEED.id,
  verdict,
  votes: votes.map((vote, i) => ({
    verdict: vote,
    swapped: false,
    judge: 'j',
    analysis: `${vote} ${i}`,
    approach: `do ${i}`,
    by: 'model',
  })),
})

describe('a seed', () => {
  it('takes the label as right when the prediction is wrong, with the analysis of a vote that says so', () => {
    const seed = seedOf(
      SEED,
      `<think>hm</think>\n${wrongCall}`,
      judged('predictionWrong', 'bothWrong', 'predictionWrong'),
    )
    expect(seed).toEqual({
      sample: SEED.id,
      right: SEED.accepted[0],
      wrong: wrongCall,
      analysis: 'predictionWrong 1',
      approach: 'do 1',
    })
  })

  it('takes the prediction as right when the label is wrong', () => {
    const seed = seedOf(SEED, wrongCall, judged('labelWrong', 'labelWrong')) as ExpandSeed
    expect(seed.right.calls).toEqual([{ name: 'get_weather', arguments: '{"city":"Quito"}' }])
    expect(seed.wrong).toContain('Lima')
  })

  it.each([
    ['no verdict', 'unjudged', wrongCall, 'unjudged'],
    ['both right', 'bothRight', wrongCall, 'noFailure'],
    ['both wrong', 'bothWrong', wrongCall, 'bothWrong'],
    ['a right answer in words', 'labelWrong', 'Which day?', 'noCall'],
    ['a right answer that cannot be read', 'labelWrong', '<tool_call>{', 'noCall'],
  ] as const)('is not made of %s', (_, verdict, prediction, none) => {
    expect(seedOf(SEED, prediction, judged(verdict))).toEqual({ none })
  })
})

describe('the candidates of a seed', () => {
  const at = { child: 0, attempt: 0, focus: 'data', model: 'm' } as const
  const refused = (child: number, attempt: number) =>
    ({ ...at, child, attempt, refused: 'notJson', detail: '', text: '' }) as const

  it('go on behind the last step, three tries a child, four children', () => {
    const limits = { children: 2, tries: 3 }
    expect(nextCandidate([], limits)).toEqual({ child: 0, attempt: 0 })
    expect(nextCandidate([refused(0, 0)], limits)).toEqual({ child: 0, attempt: 1 })
    expect(nextCandidate([refused(0, 2)], limits)).toEqual({ child: 1, attempt: 0 })
    expect(nextCandidate([{ ...at, taken: '{}' }], limits)).toEqual({ child: 1, attempt: 0 })
    expect(nextCandidate([refused(1, 2)], limits)).toBeUndefined()
    expect(nextCandidate([{ ...at, child: 1, taken: '{}' }], limits)).toBeUndefined()
  })
})

describe('the checker', () => {
  it.each([
    ['{"reason":"fits","verdict":"correct"}', 'correct'],
    ['```json\n{"verdict":"INCORRECT","reason":"wrong city"}\n```', 'incorrect'],
    ['The case is fine. {"reason":"好","verdict":"correct"}', 'correct'],
  ])('is understood: %s', (text, verdict) => {
    expect(readCheck(text, 'stop').ok?.verdict).toBe(verdict)
  })

  it.each([
    ['', 'empty'],
    ['It is correct.', 'notJson'],
    ['{"reason":"x","verdict":"correct', 'notJson'],
    ['{"verdict":"correct or incorrect"}', 'shape'],
    ['{"verdict":["correct","incorrect"]}', 'shape'],
    ['正确', 'notJson'],
    ['{"verdict":"正确"}', 'shape'],
  ])('gives no vote by %j', (text, wrong) => {
    expect(readCheck(text, 'stop')).toMatchObject({ wrong })
  })

  it('is not asked further once the quorum stands or cannot be reached', () => {
    const votes = (...verdicts: ('correct' | 'incorrect')[]) => verdicts.map((verdict) => ({ verdict }))
    const two = { votes: 3, quorum: 2 }
    expect(countChecks([], two)).toBe('open')
    expect(countChecks(votes('correct'), two)).toBe('open')
    expect(countChecks(votes('correct', 'correct'), two)).toBe('correct')
    expect(countChecks(votes('correct', 'incorrect'), two)).toBe('open')
    expect(countChecks(votes('correct', 'incorrect', 'incorrect'), two)).toBe('incorrect')
    expect(countChecks(votes('correct', 'incorrect'), { votes: 3, quorum: 3 })).toBe('undecided')
  })

  it.each([
    { votes: 1, quorum: 2 },
    { votes: 4, quorum: 2 },
  ])('cannot be set to a quorum that is out of reach or decides nothing: %j', (settings) => {
    expect(checkVotesSchema.safeParse(settings).success).toBe(false)
    expect(checkVotesSchema.safeParse({ votes: 3, quorum: 2 }).success).toBe(true)
  })
})
