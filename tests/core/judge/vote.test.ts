import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeAccuracy } from '#core/judge/accuracy.ts'
import { judgeSettingsSchema } from '#core/judge/settings.ts'
import { type Judged, type JudgeVote, VERDICTS, type VerdictName } from '#core/judge/verdict.ts'
import { overrule, quorumReachable, seatOf, tally, verdictOf, votesWanted } from '#core/judge/vote.ts'
import { wilson } from '#core/judge/wilson.ts'

const vote = (verdict: VerdictName, more: Partial<JudgeVote> = {}): JudgeVote => ({
  verdict,
  swapped: false,
  judge: 'm',
  analysis: '',
  approach: '',
  by: 'model',
  ...more,
})
const votes = (...verdicts: VerdictName[]) => verdicts.map((one) => vote(one))

describe('a quorum', () => {
  it('out of reach is refused before anything is spent (the release asks one judge and wants two)', () => {
    expect(quorumReachable({ votes: 1, quorum: 2 })).toBe(false)
    expect(quorumReachable({ votes: 1, quorum: 1 })).toBe(true)
    expect(quorumReachable({ votes: 3, quorum: 2 })).toBe(true)
    expect(quorumReachable({ votes: 4, quorum: 2 })).toBe(false)
    expect(quorumReachable({ votes: 3, quorum: 0 })).toBe(false)
    const settings = { dataset: 'd', probe: 'p' }
    expect(judgeSettingsSchema.safeParse({ ...settings, votes: 1 }).success).toBe(false)
    expect(judgeSettingsSchema.safeParse({ ...settings, votes: 1, quorum: 1 }).success).toBe(true)
    expect(judgeSettingsSchema.parse(settings)).toMatchObject({
      votes: 3,
      quorum: 2,
      judges: 1,
      rules: 'decide',
    })
  })

  it('that is reachable can be reached, and never by two verdicts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.constantFrom(...VERDICTS), { maxLength: 9 }),
        (most, quorum, verdicts) => {
          fc.pre(quorumReachable({ votes: most, quorum }))
          expect(tally(votes(...Array<VerdictName>(most).fill('bothRight')), quorum)).toBe('bothRight')
          const cast = votes(...verdicts.slice(0, most))
          const winners = VERDICTS.filter((one) => cast.filter((v) => v.verdict === one).length >= quorum)
          expect(winners.length).toBeLessThanOrEqual(1)
          expect(tally(cast, quorum)).toBe(winners[0])
        },
      ),
      { seed: 4 },
    )
  })
})

describe('votes', () => {
  it('are asked for only as long as they can change the outcome', () => {
    const three = { votes: 3, quorum: 2 }
    expect(votesWanted([], three)).toBe(2)
    expect(votesWanted(votes('bothRight', 'bothRight'), three)).toBe(0)
    expect(votesWanted(votes('bothRight', 'bothWrong'), three)).toBe(1)
    expect(votesWanted(votes('bothRight', 'bothWrong', 'labelWrong'), three)).toBe(0)
    expect(votesWanted(votes('bothRight', 'bothWrong', 'labelWrong'), { votes: 5, quorum: 3 })).toBe(2)
    expect(
      votesWanted(votes('bothRight', 'bothWrong', 'labelWrong', 'predictionWrong'), { votes: 5, quorum: 3 }),
    ).toBe(0)
  })

  it('of a divided sample that is asked about again decide by more than half of all', () => {
    const divided = votes('bothRight', 'bothWrong', 'labelWrong')
    expect(tally([...divided, vote('labelWrong')], 2)).toBeUndefined()
    expect(tally([...divided, vote('labelWrong'), vote('labelWrong')], 2)).toBe('labelWrong')
  })

  it('see the responses swapped in half of them, for every judge and every ballot', () => {
    for (const judges of [1, 2, 3, 4]) {
      for (const flip of [false, true]) {
        const seats = Array.from({ length: 12 * judges }, (_, n) => seatOf(n, judges, flip))
        for (let judge = 0; judge < judges; judge++) {
          const own = seats.filter((seat) => seat.judge === judge)
          expect(own.filter(({ swapped }) => swapped)).toHaveLength(own.length / 2)
        }
        // The two votes asked for first stand in both orders.
        expect(seats[0]?.swapped).toBe(!seats[1]?.swapped)
      }
    }
  })
})

describe('a person’s word', () => {
  const judged: Judged = { sample: 's', verdict: 'labelWrong', votes: votes('labelWrong', 'labelWrong') }

  it('decides against any number of votes, and removes none', () => {
    const after = overrule(judged, 'bothRight', { name: 'Ana', analysis: 'same day' })
    expect(after.verdict).toBe('bothRight')
    expect(after.votes.slice(0, 2)).toEqual(judged.votes)
    expect(after.votes[2]).toMatchObject({ by: 'human', judge: 'Ana', analysis: 'same day' })
    expect(verdictOf(after.votes, 2)).toBe('bothRight')
  })

  it('given twice counts as last said', () => {
    const after = overrule(overrule(judged, 'bothRight', { name: 'Ana' }), 'bothWrong', { name: 'Ana' })
    expect(verdictOf(after.votes, 2)).toBe('bothWrong')
  })

  it('stands above a rule, and a rule above the models', () => {
    const byRule = vote('predictionWrong', { by: 'rule' })
    expect(verdictOf([...votes('bothRight', 'bothRight'), byRule], 2)).toBe('predictionWrong')
    expect(verdictOf([vote('bothWrong', { by: 'human' }), byRule], 2)).toBe('bothWrong')
    expect(verdictOf([], 2)).toBe('unjudged')
  })
})

describe('accuracy from a person’s words', () => {
  it('counts confirmations and overrules, court and single judges apart, and leaves the rest out', () => {
    const a = (verdict: VerdictName) => vote(verdict, { judge: 'a' })
    const b = (verdict: VerdictName) => vote(verdict, { judge: 'b' })
    const of = (cast: JudgeVote[]): Judged => ({ sample: 's', verdict: verdictOf(cast, 2), votes: cast })
    const confirmed = overrule(of([a('labelWrong'), b('labelWrong')]), 'labelWrong', { name: 'x' })
    const overruled = overrule(of([a('labelWrong'), b('bothRight'), a('labelWrong')]), 'bothRight', {
      name: 'x',
    })
    const undecided = overrule(of([a('labelWrong'), b('bothRight')]), 'bothRight', { name: 'x' })
    const unseen = of([a('labelWrong'), b('labelWrong')])
    const { court, byJudge, confusion } = judgeAccuracy([confirmed, overruled, undecided, unseen], 2)
    expect(court).toMatchObject({ right: 1, total: 2 })
    expect(byJudge.a).toMatchObject({ right: 1, total: 4 })
    expect(byJudge.b).toMatchObject({ right: 3, total: 3 })
    expect(confusion.bothRight).toMatchObject({ labelWrong: 1, unjudged: 1 })
  })

  it('is no number but everything from 0 to 1 while nobody has looked', () => {
    expect(judgeAccuracy([], 2).court).toEqual({ right: 0, total: 0, low: 0, high: 1 })
  })
})

describe('Wilson’s interval', () => {
  // Published values (Newcombe 1998, method 3).
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i of %i', (right, total, low, high) => {
    const rate = wilson(right, total)
    expect(rate.low).toBeCloseTo(low, 4)
    expect(rate.high).toBeCloseTo(high, 4)
  })

  it('holds the share itself, within 0 and 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (total, share) => {
          const right = Math.round(total * share)
          const { low, high } = wilson(right, total)
          expect(low).toBeGreaterThanOrEqual(0)
          expect(high).toBeLessThanOrEqual(1)
          expect(low).toBeLessThanOrEqual(right / total)
          expect(high).toBeGreaterThanOrEqual(right / total)
        },
      ),
      { seed: 4 },
    )
  })
})
