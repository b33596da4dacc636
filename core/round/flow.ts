/** What became of every sample of a round: standing → verdict → fate. The counts always balance. */
import type { VerdictName } from '../judge/verdict.ts'
import type { Standing } from '../probe/prediction.ts'
import type { Pool } from './mix.ts'

export const FLOW_STANDINGS = ['mastered', 'borderline', 'failed', 'unprobed'] as const
export type FlowStanding = (typeof FLOW_STANDINGS)[number]

export const FLOW_VERDICTS = [
  'notNeeded',
  'labelWrong',
  'predictionWrong',
  'bothRight',
  'bothWrong',
  'unjudged',
  /** Not probed, so nobody can tell yet whether a verdict is needed. */
  'notYet',
] as const
export type FlowVerdict = (typeof FLOW_VERDICTS)[number]

/** `waiting`: not probed or not judged yet, decided later. `leftOut`: could have been taken, there was no room. */
export const FATES = ['errorSeed', 'highPerplexity', 'setAside', 'leftOut', 'dropped', 'waiting'] as const
export type Fate = (typeof FATES)[number]

/** What is known of one sample of a round's training set. */
export interface FlowEntry {
  readonly standing?: Standing
  /** Absent where no verdict was needed; `unjudged` where one is still missing. */
  readonly verdict?: VerdictName | 'unjudged'
  /** The pool by which it, or its relabelled form, stands in the next round's set. Undefined: it does not. */
  readonly next?: Pool
  /** Whether there is a next round's set already; before, what could be taken is told as if it were. */
  readonly decided?: boolean
}

const couldBe = ({ standing, verdict }: FlowEntry): Fate => {
  if (standing === undefined || verdict === 'unjudged') return 'waiting'
  if (verdict === 'labelWrong' || verdict === 'predictionWrong') return 'errorSeed'
  if (verdict === 'bothRight') return 'highPerplexity'
  if (verdict === 'bothWrong') return 'dropped'
  if (standing === 'mastered') return 'setAside'
  return standing === 'borderline' ? 'highPerplexity' : 'leftOut'
}

/** What became of a sample, from what was found and from the next round's set. */
export function fateOf(entry: FlowEntry): Fate {
  if (entry.next === 'errorSeed' || entry.next === 'highPerplexity') return entry.next
  const fate = couldBe(entry)
  const wantsPlace = fate === 'errorSeed' || fate === 'highPerplexity'
  return wantsPlace && entry.decided === true ? 'leftOut' : fate
}

/** Samples that went the same way. */
export interface FlowPath {
  readonly standing: FlowStanding
  readonly verdict: FlowVerdict
  readonly fate: Fate
  readonly count: number
}

export interface Flow {
  readonly total: number
  /** In the order of the three lists above; no path is empty. */
  readonly paths: readonly FlowPath[]
  readonly standings: Readonly<Record<FlowStanding, number>>
  readonly verdicts: Readonly<Record<FlowVerdict, number>>
  readonly fates: Readonly<Record<Fate, number>>
}

/** Which path a sample takes. A click on a path shows the samples for which this gives the same. */
export const pathOf = (entry: FlowEntry): Omit<FlowPath, 'count'> => ({
  standing: entry.standing ?? 'unprobed',
  verdict: entry.standing === undefined ? 'notYet' : (entry.verdict ?? 'notNeeded'),
  fate: fateOf(entry),
})

const zeros = <K extends string>(keys: readonly K[]): Record<K, number> =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>

function* pathsOf(entries: Iterable<FlowEntry>): Generator<Omit<FlowPath, 'count'>> {
  for (const entry of entries) yield pathOf(entry)
}

export const flowOf = (entries: Iterable<FlowEntry>): Flow => flowOfPaths(pathsOf(entries))

/** The same from paths that are known already. */
export function flowOfPaths(samples: Iterable<Omit<FlowPath, 'count'>>): Flow {
  const counts = new Map<string, number>()
  let total = 0
  for (const { standing, verdict, fate } of samples) {
    const key = `${standing} ${verdict} ${fate}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
    total++
  }
  const standings = zeros(FLOW_STANDINGS)
  const verdicts = zeros(FLOW_VERDICTS)
  const fates = zeros(FATES)
  const paths: FlowPath[] = []
  for (const standing of FLOW_STANDINGS)
    for (const verdict of FLOW_VERDICTS)
      for (const fate of FATES) {
        const count = counts.get(`${standing} ${verdict} ${fate}`) ?? 0
        if (count === 0) continue
        paths.push({ standing, verdict, fate, count })
        standings[standing] += count
        verdicts[verdict] += count
        fates[fate] += count
      }
  return { total, paths, standings, verdicts, fates }
}

/** One band of the picture between two neighbouring columns. */
export interface FlowLink {
  readonly from: FlowStanding | FlowVerdict
  readonly to: FlowVerdict | Fate
  readonly count: number
}

/** The bands between two columns, in the columns' order. */
export function linksOf({ paths }: Flow, column: 'standing' | 'verdict'): FlowLink[] {
  const links = new Map<string, { from: FlowLink['from']; to: FlowLink['to']; count: number }>()
  for (const path of paths) {
    const [from, to] =
      column === 'standing' ? [path.standing, path.verdict] : ([path.verdict, path.fate] as const)
    const known = links.get(`${from} ${to}`)
    if (known) known.count += path.count
    else links.set(`${from} ${to}`, { from, to, count: path.count })
  }
  return [...links.values()]
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, count) => all + count, 0)

/** Every column holds every sample once. */
export const flowBalances = ({ total, paths, standings, verdicts, fates }: Flow): boolean =>
  [sum(standings), sum(verdicts), sum(fates), paths.reduce((all, { count }) => all + count, 0)].every(
    (count) => count === total,
  )
