/** What the rounds page costs: the flow of a large round, the board of many, and a mix drawn from large pools. */
import type { JobView } from '#core/job/view.ts'
import { type BoardSource, boardOf } from '#core/round/board.ts'
import { type FlowEntry, flowOf } from '#core/round/flow.ts'
import { planMix } from '#core/round/mix.ts'
import { type Candidate, countPools, distinct, orderRound, pickRound } from '#core/round/pick.ts'
import { ROUND_STAGES } from '#core/round/round-plan.ts'
import type { BenchRow } from './row.ts'

const SAMPLES = 100_000
const ROUNDS = 20

/** Least of a few runs, in ms of CPU. */
function least(work: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

const STANDINGS = ['mastered', 'borderline', 'failed'] as const
const VERDICTS = ['labelWrong', 'predictionWrong', 'bothRight', 'bothWrong'] as const

const entries = (): FlowEntry[] =>
  Array.from({ length: SAMPLES }, (_, i): FlowEntry => {
    const standing = STANDINGS[i % 3] ?? 'failed'
    const verdict = VERDICTS[i % 4] ?? 'bothWrong'
    return standing === 'failed' ? { standing, verdict } : { standing }
  })

function board(): BoardSource[] {
  const counts = { planned: SAMPLES, waiting: 0, done: SAMPLES, dropped: 0, failed: 0 }
  const view = (id: string): NonNullable<BoardSource['view']> => ({
    spec: { id } as JobView['spec'],
    state: { name: 'done', ranMs: 1 } as JobView['state'],
    counts,
    counters: { 'usage.promptTokens': 1, 'usage.completionTokens': 1 },
  })
  return Array.from({ length: ROUNDS }, (_, round) =>
    ROUND_STAGES.map((stage): BoardSource => ({ round: round + 1, stage, view: view(`${round} ${stage}`) })),
  ).flat()
}

const pools = (): Candidate[] =>
  Array.from({ length: SAMPLES }, (_, i) => ({
    id: `sample ${i}`,
    pool: (['fresh', 'errorSeed', 'expansion', 'highPerplexity'] as const)[i % 4] ?? 'fresh',
    passRate: (i % 9) / 8,
    perplexity: 1 + (i % 100) / 100,
  }))

function drawRound(candidates: readonly Candidate[]): void {
  const each = distinct(candidates)
  const mix = planMix({ round: 2, size: SAMPLES / 2, available: countPools(each.values()) })
  orderRound(pickRound(each, mix, 1), 'curriculum', 1)
}

export async function benchRounds(): Promise<BenchRow[]> {
  const [flow, cells, candidates] = [entries(), board(), pools()]
  return [
    { name: `flow of ${SAMPLES} samples`, value: least(() => flowOf(flow)), unit: 'CPU ms' },
    {
      name: `board of ${ROUNDS} rounds`,
      value: least(() => boardOf(cells)),
      unit: 'CPU ms',
      note: `${SAMPLES} samples a round; from job counts, no sample is read`,
    },
    {
      name: `mix of ${SAMPLES / 2} drawn from ${SAMPLES}`,
      value: least(() => drawRound(candidates)),
      unit: 'CPU ms',
    },
  ]
}
