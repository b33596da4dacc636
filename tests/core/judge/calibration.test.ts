import { describe, expect, it } from 'vitest'
import { type CalibrationCase, LEAST_CASES, plantCases } from '#core/judge/calibration.ts'
import { type CaseHeard, calibrationReport } from '#core/judge/calibration-report.ts'
import { answerToJudge } from '#core/judge/need.ts'
import { findingsOf, findingsOfText } from '#core/judge/rule.ts'
import { VERDICTS, type VerdictName } from '#core/judge/verdict.ts'
import { Random } from '#core/random/random.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { Answer } from '#core/tool-call/call.ts'
import { sameAnswer } from '#core/tool-call/match.ts'
import { readAnswer } from '#core/tool-call/read.ts'
import { MAIL, predictionOf, sampleOf, WEATHER, weather, words } from '../probe/made-samples.ts'

const CITIES = ['Lima', 'Cusco', 'Puno', 'Tacna', 'Piura', 'Ica']
const SAMPLES: Sample[] = Array.from({ length: 120 }, (_, i) => {
  const city = CITIES[i % CITIES.length] ?? ''
  const days = (i % 5) + 1
  const mail = { name: 'send_mail', arguments: JSON.stringify({ to: 'Ana', text: city }) as never }
  const one = weather({ city, days })
  const answer: Answer =
    i % 4 === 3 && one.kind === 'calls' ? { kind: 'calls', calls: [...one.calls, mail] } : one
  const text = `Weather in ${city} for ${days} days; tell Ana`
  return sampleOf(i % 10 === 9 ? [words('Hello')] : [answer], {
    id: `s${i}`,
    messages: [{ role: 'user', text }],
    language: i % 2 === 0 ? 'en' : 'zh',
  })
})
const tools = new Map([WEATHER, MAIL].map((tool) => [tool.name, tool]))
const TRUTH = new Map(SAMPLES.map((sample) => [sample.id, sample.accepted[0]]))

describe('planted cases', () => {
  const cases = plantCases(SAMPLES, 80, 7)
  const sides = ({ sample, text, id, truth }: CalibrationCase) => {
    const right = TRUTH.get(id.slice(0, -truth.length - 1))
    const label = sample.accepted[0]
    const prediction = readAnswer(text).ok
    if (!right || !label || !prediction) throw new Error(id)
    return { label: sameAnswer(label, right, tools), prediction: sameAnswer(prediction, right, tools) }
  }

  it('are as many as asked for, each verdict alike, and the same for the same seed', () => {
    expect(cases).toHaveLength(80)
    for (const verdict of VERDICTS) expect(cases.filter(({ truth }) => truth === verdict)).toHaveLength(20)
    expect(plantCases(SAMPLES, 80, 7)).toEqual(cases)
    expect(new Set(cases.map(({ id }) => id)).size).toBe(80)
  })

  it.each(VERDICTS)('are what they say they are: %s', (verdict) => {
    for (const one of cases.filter(({ truth }) => truth === verdict)) {
      expect(sides(one)).toEqual({
        label: verdict === 'predictionWrong' || verdict === 'bothRight',
        prediction: verdict === 'labelWrong' || verdict === 'bothRight',
      })
    }
  })

  it('break no rule, so that it is the judge who is measured', () => {
    for (const { sample, text } of cases) {
      expect(findingsOf(sample, sample.accepted[0] as Answer)).toEqual([])
      expect(findingsOfText(sample, text)).toEqual([])
    }
  })

  it('have two sides that differ, also where both are wrong', () => {
    for (const { sample, text, truth } of cases.filter((one) => one.truth !== 'bothRight')) {
      expect(answerToJudge(sample, predictionOf([text]), 'strict'), truth).toBeDefined()
    }
  })

  it('hold several kinds of faults', () => {
    const kinds = new Set(cases.map(({ planted }) => planted))
    expect([...kinds].sort()).toEqual(['fewer', 'needless', 'rewritten', 'tool', 'value', 'words'])
  })

  it('are fewer, not wrong, where the samples do not allow as many', () => {
    expect(plantCases([], 80, 1)).toEqual([])
    expect(plantCases([sampleOf([words('Hi')])], 80, 1)).toEqual([])
    const few = plantCases(SAMPLES.slice(0, 10), 80, 1)
    expect(few.length).toBeGreaterThan(0)
    expect(few.length).toBeLessThanOrEqual(10)
  })
})

const BALLOT = { votes: 3, quorum: 2 }
const SPENT = { requests: 160, promptTokens: 160_000, completionTokens: 16_000 }
const all = (count: number, say: (truth: VerdictName, n: number) => Omit<CaseHeard, 'truth'>): CaseHeard[] =>
  Array.from({ length: count }, (_, n) => {
    const truth = VERDICTS[n % VERDICTS.length] as VerdictName
    return { truth, ...say(truth, n) }
  })

describe('the report', () => {
  it('of a faultless judge warns of nothing and costs what its requests cost', () => {
    const heard = all(80, (truth) => ({ plain: truth, swapped: truth }))
    const report = calibrationReport(heard, BALLOT, SPENT, { prompt: 1, completion: 10 })
    expect(report.votes).toMatchObject({ right: 160, total: 160 })
    expect(report.swapConsistency).toMatchObject({ right: 80, total: 80 })
    expect(report.quorum).toEqual({ reachable: true, right: 1, wrong: 0, none: 0 })
    expect(report.perThousand.requests).toBe(3000)
    expect(report.perThousand.tokens).toBeCloseTo(3_300_000, 3)
    // 3 votes × 1,000 samples × (1,000 tokens × 1 + 100 tokens × 10) per million
    expect(report.perThousand.money).toBeCloseTo(6, 9)
    expect(report.warnings).toEqual([])
  })

  it('finds a judge that always blames the first response', () => {
    const heard = all(80, () => ({ plain: 'labelWrong', swapped: 'predictionWrong' }))
    const report = calibrationReport(heard, BALLOT, SPENT)
    expect(report.swapConsistency).toMatchObject({ right: 0, total: 80 })
    expect(report.blamesFirst).toMatchObject({ right: 160, total: 160 })
    expect(report.warnings.map(({ code }) => code)).toContain('calibration.positionBias')
  })

  it('says before money is spent that a quorum is out of reach', () => {
    const report = calibrationReport(
      all(80, (t) => ({ plain: t, swapped: t })),
      { votes: 1, quorum: 2 },
      SPENT,
    )
    expect(report.quorum).toEqual({ reachable: false, right: 0, wrong: 0, none: 1 })
    expect(report.warnings).toEqual([{ code: 'calibration.quorumUnreachable', value: 0 }])
  })

  it('expects of a ballot what binomial chance gives', () => {
    // 80 % right, the rest wrong in one way: 2 of 3 come to .8³ + 3·.8²·.2 = .896.
    const heard = all(80, (truth, n) => {
      const said = Math.floor(n / 4) % 5 === 0 ? (truth === 'bothWrong' ? 'bothRight' : 'bothWrong') : truth
      return { plain: said, swapped: said }
    })
    const { quorum, votes } = calibrationReport(heard, BALLOT, SPENT)
    expect(votes).toMatchObject({ right: 128, total: 160 })
    expect(quorum.right).toBeCloseTo(0.896, 9)
    expect(quorum.wrong).toBeCloseTo(0.104, 9)
    expect(quorum.none).toBeCloseTo(0, 9)
  })

  it('counts answers that are no vote against the judge, and warns in numbers', () => {
    const heard = all(20, (truth, n) => ({ plain: truth, swapped: n % 4 === 0 ? undefined : truth }))
    const { votes, warnings, confusion } = calibrationReport(heard, BALLOT, SPENT)
    expect(votes).toMatchObject({ right: 35, total: 40 })
    expect(confusion.labelWrong.noVote).toBe(5)
    expect(warnings).toEqual([
      { code: 'calibration.fewCases', value: 20 },
      { code: 'calibration.noVotes', value: 0.125 },
      // Half of the answers on wrong labels are missing: a quarter of the samples, half of them without a quorum.
      { code: 'calibration.undecided', value: 0.125 },
    ])
    expect(LEAST_CASES).toBe(60)
  })

  it('of nothing heard divides by nothing', () => {
    const report = calibrationReport([], BALLOT, { requests: 0, promptTokens: 0, completionTokens: 0 })
    expect(report.votes).toEqual({ right: 0, total: 0, low: 0, high: 1 })
    expect(report.perThousand.tokens).toBe(0)
    expect(report.warnings.map(({ code }) => code)).toEqual(['calibration.fewCases'])
  })

  it('finds the accuracy that was planted within its interval, over 20 seeds', () => {
    let within = 0
    for (let seed = 0; seed < 20; seed++) {
      const random = new Random(seed, 'judge')
      const say = (truth: VerdictName): VerdictName =>
        random.chance(0.85) ? truth : random.pick(VERDICTS.filter((one) => one !== truth))
      const heard = all(200, (truth) => ({ plain: say(truth), swapped: say(truth) }))
      const { votes } = calibrationReport(heard, BALLOT, SPENT)
      if (votes.low <= 0.85 && votes.high >= 0.85) within++
    }
    expect(within).toBeGreaterThanOrEqual(18)
  })
})
