/** One sample's story over all rounds: where it comes from, what the policy and the judges said of it, what it led to. */
import type { Judged } from '../judge/verdict.ts'
import type { Prediction, Standing } from '../probe/prediction.ts'
import type { Parent } from '../sample/sample.ts'
import { type Fate, type FlowEntry, fateOf } from './flow.ts'
import type { Pool } from './mix.ts'

/** What one round knows of a sample. */
export interface RoundEntry {
  readonly id: string
  readonly parents: readonly Parent[]
  /** The pool by which it stands in this round's training set. Undefined: it is not in it. */
  readonly pool?: Pool
  readonly passRate?: number
  readonly perplexity?: number
  readonly standing?: Standing
  readonly prediction?: Prediction
  readonly judged?: Judged
}

/** The samples at hand of one round, by id; those that a ledger speaks of are enough. */
export interface LedgerRound {
  readonly round: number
  readonly entries: ReadonlyMap<string, RoundEntry>
}

/** `round` is the first in which the sample stands. */
export interface Relative {
  readonly sample: string
  readonly round?: number
  readonly pool?: Pool
  /** Steps away: 1 for a parent or a child. */
  readonly distance: number
}

export interface LedgerLine {
  readonly round: number
  readonly pool?: Pool
  readonly standing?: Standing
  readonly passRate?: number
  readonly perplexity?: number
  readonly prediction?: Prediction
  readonly judged?: Judged
  /** Undefined where the sample was not trained on in this round. */
  readonly fate?: Fate
}

export interface Ledger {
  readonly sample: string
  /** The dialogs and records that it goes back to, its own and its ancestors'. */
  readonly origins: readonly Exclude<Parent, { from: 'sample' }>[]
  /** Nearest first; seeds and earlier labels. */
  readonly ancestors: readonly Relative[]
  /** Rounds in which something is known of it, oldest first. */
  readonly rounds: readonly LedgerLine[]
  /** Nearest first; variations and corrected labels. */
  readonly descendants: readonly Relative[]
}

interface Kin {
  readonly first: ReadonlyMap<string, { readonly round: number; readonly entry: RoundEntry }>
  readonly children: ReadonlyMap<string, readonly string[]>
}

const parentIds = ({ parents }: Pick<RoundEntry, 'parents'>): string[] =>
  parents.flatMap((parent) => (parent.from === 'sample' ? [parent.sample] : []))

function kinOf(rounds: readonly LedgerRound[]): Kin {
  const first = new Map<string, { round: number; entry: RoundEntry }>()
  const children = new Map<string, string[]>()
  for (const { round, entries } of rounds) {
    for (const entry of entries.values()) {
      if (first.has(entry.id)) continue
      first.set(entry.id, { round, entry })
      for (const parent of parentIds(entry)) {
        const known = children.get(parent)
        if (known) known.push(entry.id)
        else children.set(parent, [entry.id])
      }
    }
  }
  return { first, children }
}

/** All that can be reached, nearest first; each once, so that a circle in damaged lineage ends. */
function reach(sample: string, kin: Kin, next: (id: string) => readonly string[]): Relative[] {
  const seen = new Set([sample])
  const found: Relative[] = []
  let edge: readonly string[] = [sample]
  for (let distance = 1; edge.length > 0; distance++) {
    const beyond: string[] = []
    for (const id of edge.flatMap(next)) {
      if (seen.has(id)) continue
      seen.add(id)
      beyond.push(id)
      const at = kin.first.get(id)
      found.push({
        sample: id,
        distance,
        ...(at === undefined ? {} : { round: at.round }),
        ...(at?.entry.pool === undefined ? {} : { pool: at.entry.pool }),
      })
    }
    edge = beyond
  }
  return found
}

/**
 * The pool by which a sample or its relabelled form stands in the next round's set: itself, or a child that first
 * appears there and is no expansion.
 */
function nextPool(id: string, next: LedgerRound | undefined, kin: Kin): Pool | undefined {
  const own = next?.entries.get(id)?.pool
  if (own !== undefined) return own
  for (const child of kin.children.get(id) ?? []) {
    const first = kin.first.get(child)
    if (first?.round === next?.round && first?.entry.pool !== 'expansion') return first?.entry.pool
  }
  return undefined
}

function flowEntry(entry: RoundEntry, next: LedgerRound | undefined, kin: Kin): FlowEntry {
  const pool = nextPool(entry.id, next, kin)
  return {
    ...(entry.standing === undefined ? {} : { standing: entry.standing }),
    ...(entry.judged === undefined ? {} : { verdict: entry.judged.verdict }),
    ...(pool === undefined ? {} : { next: pool }),
    decided: next !== undefined,
  }
}

/** The flow's entries of one round: every sample of its training set. */
export function* flowEntries(round: LedgerRound, next: LedgerRound | undefined): Generator<FlowEntry> {
  const kin = kinOf(next === undefined ? [round] : [round, next])
  for (const entry of round.entries.values()) if (entry.pool !== undefined) yield flowEntry(entry, next, kin)
}

/** @param rounds ascending; what is missing of a relative is left out, its id stays */
export function ledgerOf(sample: string, rounds: readonly LedgerRound[]): Ledger {
  const kin = kinOf(rounds)
  const parentsOf = (id: string): string[] => parentIds(kin.first.get(id)?.entry ?? { parents: [] })
  const ancestors = reach(sample, kin, parentsOf)
  const origins = [sample, ...ancestors.map((one) => one.sample)].flatMap(
    (id) => kin.first.get(id)?.entry.parents.filter((parent) => parent.from !== 'sample') ?? [],
  )
  const lines = rounds.flatMap((round, i): LedgerLine[] => {
    const entry = round.entries.get(sample)
    if (!entry) return []
    const { id: _id, parents: _parents, ...known } = entry
    const flow = flowEntry(entry, rounds[i + 1], kin)
    return [{ round: round.round, ...known, ...(entry.pool === undefined ? {} : { fate: fateOf(flow) }) }]
  })
  const unique = new Map(origins.map((origin) => [JSON.stringify(origin), origin]))
  return {
    sample,
    origins: [...unique.values()],
    ancestors,
    rounds: lines,
    descendants: reach(sample, kin, (id) => kin.children.get(id) ?? []),
  }
}
