/**
 * What court, calibration and board report against what was planted, through the real stages over 20 seeds: labels
 * wrong in 10 %, a policy right in 70 %, a judge right in 85 or 95 %. The intervals told are 95 % intervals; over all of
 * them the planted value must lie inside about as often as that. LOOPTOOL_SEEDS and LOOPTOOL_DIALOGS make it longer.
 */
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { JobView } from '#core/job/view.ts'
import { calibrationReport } from '#core/judge/calibration-report.ts'
import type { Judged } from '#core/judge/verdict.ts'
import { type Rate, wilson } from '#core/judge/wilson.ts'
import { type PracticeReport, practiceReport } from '#core/practice/report.ts'
import { type Truth, truthOf } from '#core/practice/truth.ts'
import type { Prediction } from '#core/probe/prediction.ts'
import { type BoardCell, cellBalances, cellOf } from '#core/round/board.ts'
import { createPractice } from '#engine/inference/practice.ts'
import { type FanOutKind, type ItemEnd, ItemFailure, type StepRecord } from '#engine/job/kind.ts'
import { calibrateKind, caseFromSteps } from '#engine/stage/judge/calibrate.ts'
import { judgeKind } from '#engine/stage/judge/kind.ts'
import { judgedFromSteps } from '#engine/stage/judge/record.ts'
import { predictionFromSteps, probeKind } from '#engine/stage/probe/kind.ts'
import { createPrompts } from '#engine/stage/prompts.ts'
import { type FakeChat, fakeItem } from '#tests/fakes/item-context.ts'
import { playedSamples } from '../core/practice/played.ts'
import { specOf } from './stage/probe-world.ts'

const SEEDS = Array.from({ length: Number(process.env.LOOPTOOL_SEEDS ?? 20) }, (_, i) => i + 1)
const NOISE = 0.1
const POLICY = 0.7
const JUDGES = [0.85, 0.95] as const
const BALLOT = { votes: 3, quorum: 2 }

const played = playedSamples(Number(process.env.LOOPTOOL_DIALOGS ?? 8), NOISE)
const truths = new Map(played.map((one): [string, Truth] => [one.sample.id, truthOf(one)]))
/** Samples whose label is right: calibration takes the labels for true. */
const checked = [...truths.values()].flatMap(({ labelWrong, sample }) => (labelWrong ? [] : [sample]))
const prompts = createPrompts({ resourcesFolder: fileURLToPath(new URL('../../resources', import.meta.url)) })
const live = new AbortController().signal
const sample = async (_: string, id: string) => truths.get(id)!.sample
const all = async function* <T>(list: Iterable<T>) {
  yield* list
}

interface Ran {
  readonly key: string
  readonly steps: readonly StepRecord[]
  readonly end: ItemEnd | undefined
}

function chatOf(seed: number, accuracy: number): FakeChat {
  const byId = new Map(played.map((one) => [one.sample.id, one]))
  const practice = createPractice({
    ...{ seed, wrongVotes: 0, setup: () => Promise.reject(new Error('nobody simulates here')) },
    sample: async (id) => byId.get(id),
    manners: { judge: { accuracy }, policy: { accuracy: POLICY } },
  })
  return (_role, request) => practice.chat({ ...request, model: 'any' }, live)
}

async function runJob<S>(kind: FanOutKind<S>, raw: object, seed: number, chat: FakeChat): Promise<Ran[]> {
  const settings = kind.decodeSettings(raw)
  const spec = specOf(kind.name, raw, { seed })
  const ran: Ran[] = []
  for await (const { key, input } of kind.plan({ spec, settings, signal: live })) {
    const { context, steps } = fakeItem({ spec, settings, key, input, chat })
    const end = await kind.run(context).catch((error: unknown) => {
      if (!(error instanceof ItemFailure)) throw error
      return undefined
    })
    ran.push({ key, steps, end })
  }
  return ran
}

/** The board's cell of a job that ran to its end. */
function cellFor(stage: 'probe' | 'judge', ran: readonly Ran[]): BoardCell {
  const done = ran.filter(({ end }) => end !== undefined).length
  const counts = { planned: ran.length, waiting: 0, done, dropped: 0, failed: ran.length - done }
  const spec = specOf(stage, {})
  const state = { name: 'done', ranMs: 1 } as JobView['state']
  return cellOf({ round: 1, stage, view: { spec, state, counts, counters: {} } })
}
const counted = (ran: readonly Ran[], name: string): number =>
  ran.reduce((sum, { end }) => sum + (end?.counters?.[name] ?? 0), 0)

interface Round {
  readonly report: PracticeReport
  readonly votes: Rate
  readonly swaps: Rate
  readonly cells: readonly BoardCell[]
  readonly judged: readonly Judged[]
  readonly probe: readonly Ran[]
  readonly judge: readonly Ran[]
}

async function turn(seed: number, accuracy: number): Promise<Round> {
  const chat = chatOf(seed, accuracy)
  const samples = () => all([...truths.values()].map((truth) => truth.sample))
  const probe = await runJob(
    probeKind({ samples, sample, preamble: async () => 'Call tools.' }),
    { dataset: 'd', logprobs: false },
    seed,
    chat,
  )
  const predictions = probe.flatMap(({ key, steps }): Prediction[] => {
    const found = predictionFromSteps(key, steps)
    return found === undefined ? [] : [found]
  })
  const judge = await runJob(
    judgeKind({ samples, sample, predictions: () => all(predictions), prompts }),
    { dataset: 'd', probe: 'p', rules: 'off', ...BALLOT },
    seed,
    chat,
  )
  const calibrate = await runJob(
    calibrateKind({ samples: () => all(checked), prompts }),
    { dataset: 'd', cases: 60, seed, ...BALLOT },
    seed,
    chat,
  )
  const judged = judge.map(({ key, steps }) => judgedFromSteps(key, steps, BALLOT.quorum))
  const verdicts = new Map(judged.map((one) => [one.sample, one]))
  const report = practiceReport(
    predictions.map(({ sample: id, answers }) => {
      const court = verdicts.get(id)
      return { truth: truths.get(id)!, prediction: answers[0]?.text ?? '', ...(court && { judged: court }) }
    }),
  )
  const heard = calibrate.map(({ key, steps }) => caseFromSteps(key, steps)!)
  const spent = { requests: 2 * heard.length, promptTokens: 0, completionTokens: 0 }
  const { votes, swapConsistency: swaps } = calibrationReport(heard, BALLOT, spent)
  const cells = [cellFor('probe', probe), cellFor('judge', judge)]
  return { report, votes, swaps, cells, judged, probe, judge }
}

/** Chance that one verdict, said with chance `p` in every vote, has two of at most three. */
const decided = (p: number): number => p * p * (3 - 2 * p)

/** What each rate comes to in the long run. A wrong vote is one of the other three verdicts. */
function planted(accuracy: number) {
  const other = (1 - accuracy) / 3
  const [right, wrong] = [decided(accuracy), decided(other)]
  return {
    court: right / (right + 3 * wrong),
    // One of the three wrong verdicts blames a wrong label as well; two of them blame a right one.
    found: right + wrong,
    accused: 2 * wrong,
    swaps: accuracy ** 2 + 3 * other ** 2,
  }
}

const isInside = ({ low, high }: Rate, value: number): boolean => low <= value && value <= high

/** Greatest count that no more than 1 in 1,000 draws of `n`, each right with chance `p`, stay below. */
function leastOf(n: number, p: number): number {
  // In logarithms: the chance of no hit at all is too small for a number.
  let log = n * Math.log(1 - p)
  let below = 0
  for (let k = 0; k < n; k++) {
    below += Math.exp(log)
    if (below > 0.001) return k
    log += Math.log((n - k) / (k + 1)) + Math.log(p / (1 - p))
  }
  return n
}

describe('over many seeds', () => {
  const rounds = new Map<number, readonly Round[]>()
  beforeAll(async () => {
    for (const accuracy of JUDGES) {
      const turned: Round[] = []
      for (const seed of SEEDS) turned.push(await turn(seed, accuracy))
      rounds.set(accuracy, turned)
    }
  }, 1_800_000)
  const of = (accuracy: number): readonly Round[] => rounds.get(accuracy) ?? []

  /** Every interval that is told, with the value that was planted. */
  const intervals = (accuracy: number): (readonly [string, Rate, number])[] => {
    const { court, found, accused, swaps } = planted(accuracy)
    return of(accuracy).flatMap(({ report, votes, swaps: told, judged }) => {
      const unheard = judged.length - report.heard
      return [
        ['policy', report.policy, POLICY],
        ['votes', report.votes, accuracy],
        ['court', report.court, court],
        ['found', wilson(report.found, report.heard), found],
        ['accused', wilson(report.accused, unheard), accused],
        ['calibration', votes, accuracy],
        ['swaps', told, swaps],
      ] as const
    })
  }

  it('the planted values lie in the intervals told as often as 95 % intervals promise', () => {
    // The policy's answers do not depend on the judge: its intervals count once.
    const told = [...intervals(0.85), ...intervals(0.95).filter(([name]) => name !== 'policy')]
    const inside = told.filter(([, rate, value]) => isInside(rate, value)).length
    expect(told).toHaveLength(13 * SEEDS.length)
    console.log(`${inside} of ${told.length} intervals hold what was planted`)
    expect(inside).toBeGreaterThanOrEqual(leastOf(told.length, 0.95))
    // Intervals that always hold the value would be too wide to say anything.
    expect(inside).toBeLessThan(told.length)
    for (const name of ['policy', 'votes', 'court', 'found', 'accused', 'calibration', 'swaps']) {
      const own = told.filter(([one]) => one === name)
      const hits = own.filter(([, rate, value]) => isInside(rate, value)).length
      expect(hits, name).toBeGreaterThanOrEqual(leastOf(own.length, 0.95))
    }
  })

  it.each(JUDGES)('a judge of %f is told apart from the other by the calibration', (accuracy) => {
    const other = JUDGES.find((one) => one !== accuracy)!
    const mean = of(accuracy).reduce((sum, { votes }) => sum + votes.right / votes.total, 0) / SEEDS.length
    expect(Math.abs(mean - accuracy)).toBeLessThan(Math.abs(mean - other) / 3)
  })

  it.each(JUDGES)('at %f every planted label is counted once, and the board adds up', (accuracy) => {
    const wrong = [...truths.values()].filter(({ labelWrong }) => labelWrong).length
    expect(wrong).toBeGreaterThan(0)
    for (const { report, cells, judged, probe, judge } of of(accuracy)) {
      expect(report).toMatchObject({ samples: truths.size, planted: wrong })
      expect(report.found).toBeLessThanOrEqual(report.heard)
      expect(report.heard).toBeLessThanOrEqual(wrong)
      for (const cell of cells) expect(cellBalances(cell)).toBe(true)
      const [probed, court] = cells
      expect(probed).toMatchObject({ in: truths.size, out: truths.size })
      // Not every miss needs the court, but everything before the court is a miss.
      expect(court?.in).toBe(judged.length)
      expect(judged.length).toBeLessThanOrEqual(counted(probe, 'probe.miss'))
      const verdicts = ['labelWrong', 'predictionWrong', 'bothRight', 'bothWrong']
      expect(verdicts.reduce((sum, name) => sum + counted(judge, `verdict.${name}`), 0)).toBe(court?.out)
      expect(report.court.total).toBe(court?.out)
    }
  })

  it('labels are wrong as often as was planted', () => {
    const calls = [...truths.values()].filter(({ right }) => right.kind === 'calls')
    const wrong = calls.filter(({ labelWrong }) => labelWrong).length
    expect(isInside(wilson(wrong, calls.length), NOISE)).toBe(true)
  })
})
