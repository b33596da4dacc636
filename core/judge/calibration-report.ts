/** What planted cases say of a judge: in numbers, before money is spent. */
import { LEAST_CASES } from './calibration.ts'
import { VERDICTS, type VerdictName } from './verdict.ts'
import { type Ballot, quorumReachable } from './vote.ts'
import { type Rate, wilson } from './wilson.ts'

/** What one case brought, asked once in each order of the two responses. */
export interface CaseHeard {
  readonly truth: VerdictName
  /** Undefined: the answer was no vote. */
  readonly plain: VerdictName | undefined
  readonly swapped: VerdictName | undefined
}

/** Of all requests of a calibration. */
export interface Spent {
  readonly requests: number
  readonly promptTokens: number
  readonly completionTokens: number
}

/** Money per million tokens; absent where nobody knows. */
export interface Prices {
  readonly prompt: number
  readonly completion: number
}

export type Heard = VerdictName | 'noVote'

export interface CalibrationReport {
  readonly cases: number
  /** Single votes that are right, of all asked for. */
  readonly votes: Rate
  /** Rows: what was planted; columns: what was said. Counts of votes. */
  readonly confusion: Readonly<Record<VerdictName, Readonly<Record<Heard, number>>>>
  /** Cases with the same verdict in both orders, of those with two votes. */
  readonly swapConsistency: Rate
  /** Votes for the response that stood first among those that blame one; half where position plays no part. */
  readonly blamesFirst: Rate
  readonly quorum: {
    /** Whether the votes asked for can decide at all. */
    readonly reachable: boolean
    /** Shares of samples expected to get the right verdict, a wrong one, none. */
    readonly right: number
    readonly wrong: number
    readonly none: number
  }
  /** Expected, for 1,000 samples judged. */
  readonly perThousand: { readonly requests: number; readonly tokens: number; readonly money?: number }
  readonly warnings: readonly CalibrationWarning[]
}

export const CALIBRATION_WARNINGS = [
  'calibration.fewCases',
  'calibration.quorumUnreachable',
  'calibration.inaccurate',
  'calibration.positionBias',
  'calibration.noVotes',
  'calibration.undecided',
] as const
export interface CalibrationWarning {
  readonly code: (typeof CALIBRATION_WARNINGS)[number]
  /** The number that is warned of; a share, or a count of cases. */
  readonly value: number
}

const HEARD: readonly Heard[] = [...VERDICTS, 'noVote']

type Confusion = Record<VerdictName, Record<Heard, number>>

function confusionOf(heard: readonly CaseHeard[]): Confusion {
  const row = (): Record<Heard, number> => ({
    labelWrong: 0,
    predictionWrong: 0,
    bothRight: 0,
    bothWrong: 0,
    noVote: 0,
  })
  const table = { labelWrong: row(), predictionWrong: row(), bothRight: row(), bothWrong: row() }
  for (const { truth, plain, swapped } of heard) {
    table[truth][plain ?? 'noVote']++
    table[truth][swapped ?? 'noVote']++
  }
  return table
}

const sumOf = (row: Readonly<Record<Heard, number>>): number => HEARD.reduce((sum, one) => sum + row[one], 0)

interface Expected {
  readonly right: number
  readonly wrong: number
  readonly none: number
}

/** Chance of at least `least` hits in `draws` independent draws. */
function chanceOf(least: number, draws: number, share: number): number {
  let ways = 1
  let sum = 0
  for (let hits = 0; hits <= draws; hits++) {
    if (hits >= least) sum += ways * share ** hits * (1 - share) ** (draws - hits)
    ways = (ways * (draws - hits)) / (hits + 1)
  }
  return Math.min(1, sum)
}

/**
 * What a ballot comes to when every vote falls by the same shares, independently. A quorum is more than half, so the
 * verdicts' chances to win add up. One model's votes on one sample are alike, so in truth less is won by many votes
 * than this says.
 *
 * @param row what was said where `truth` was planted
 */
function ballotOutcome(row: Readonly<Record<Heard, number>>, truth: VerdictName, ballot: Ballot): Expected {
  const total = sumOf(row)
  const wins = (verdict: VerdictName): number => chanceOf(ballot.quorum, ballot.votes, row[verdict] / total)
  const right = wins(truth)
  const decided = VERDICTS.reduce((sum, verdict) => sum + wins(verdict), 0)
  return { right, wrong: decided - right, none: Math.max(0, 1 - decided) }
}

/** Each planted verdict weighs the same, however many cases it has. */
function expected(confusion: Confusion, ballot: Ballot): Expected {
  const rows = VERDICTS.filter((truth) => sumOf(confusion[truth]) > 0).map((truth) =>
    ballotOutcome(confusion[truth], truth, ballot),
  )
  const mean = (pick: (one: Expected) => number): number =>
    rows.reduce((sum, one) => sum + pick(one), 0) / Math.max(1, rows.length)
  return { right: mean((one) => one.right), wrong: mean((one) => one.wrong), none: mean((one) => one.none) }
}

const blamed = (verdict: VerdictName | undefined, swapped: boolean): 'first' | 'second' | undefined => {
  if (verdict !== 'labelWrong' && verdict !== 'predictionWrong') return undefined
  return (verdict === 'labelWrong') !== swapped ? 'first' : 'second'
}

/** Over cases with a vote in both orders, so that both places had the same responses. */
function blamesFirst(heard: readonly CaseHeard[]): Rate {
  const both = heard.filter(({ plain, swapped }) => plain !== undefined && swapped !== undefined)
  const places = both.flatMap(({ plain, swapped }) => [blamed(plain, false), blamed(swapped, true)])
  const blames = places.filter((place) => place !== undefined)
  return wilson(blames.filter((place) => place === 'first').length, blames.length)
}

const share = ({ right, total }: Rate): number => (total === 0 ? 0 : right / total)

function warningsOf(report: Omit<CalibrationReport, 'warnings'>): CalibrationWarning[] {
  const { cases, votes, swapConsistency, quorum, confusion } = report
  const unheard = VERDICTS.reduce((sum, truth) => sum + confusion[truth].noVote, 0) / Math.max(1, votes.total)
  const even = report.blamesFirst.low <= 0.5 && report.blamesFirst.high >= 0.5
  const all: readonly (readonly [boolean, CalibrationWarning])[] = [
    [cases < LEAST_CASES, { code: 'calibration.fewCases', value: cases }],
    [!quorum.reachable, { code: 'calibration.quorumUnreachable', value: 0 }],
    [votes.total > 0 && share(votes) < 0.8, { code: 'calibration.inaccurate', value: share(votes) }],
    [
      swapConsistency.total > 0 && (share(swapConsistency) < 0.8 || !even),
      { code: 'calibration.positionBias', value: share(report.blamesFirst) },
    ],
    [unheard > 0.05, { code: 'calibration.noVotes', value: unheard }],
    [quorum.reachable && quorum.none > 0.1, { code: 'calibration.undecided', value: quorum.none }],
  ]
  return all.filter(([isDue]) => isDue).map(([, warning]) => warning)
}

/**
 * Confusion, swap consistency, what a ballot would come to, and what 1,000 samples would cost. Cost counts every vote
 * of the ballot; where the first votes agree, fewer are asked for.
 */
export function calibrationReport(
  heard: readonly CaseHeard[],
  ballot: Ballot,
  spent: Spent,
  prices?: Prices,
): CalibrationReport {
  const confusion = confusionOf(heard)
  const asked = 2 * heard.length
  const right = VERDICTS.reduce((sum, truth) => sum + confusion[truth][truth], 0)
  const both = heard.filter(({ plain, swapped }) => plain !== undefined && swapped !== undefined)
  const reachable = quorumReachable(ballot)
  const requests = 1000 * ballot.votes
  const each = requests / Math.max(1, spent.requests)
  const money =
    prices && (each * (spent.promptTokens * prices.prompt + spent.completionTokens * prices.completion)) / 1e6
  const report = {
    cases: heard.length,
    votes: wilson(right, asked),
    confusion,
    swapConsistency: wilson(both.filter(({ plain, swapped }) => plain === swapped).length, both.length),
    blamesFirst: blamesFirst(heard),
    quorum: { reachable, ...(reachable ? expected(confusion, ballot) : { right: 0, wrong: 0, none: 1 }) },
    perThousand: {
      requests,
      tokens: each * (spent.promptTokens + spent.completionTokens),
      ...(money === undefined ? {} : { money }),
    },
  }
  return { ...report, warnings: warningsOf(report) }
}
