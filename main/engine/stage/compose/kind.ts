/** Compose as a job kind: one item, the set of the next round. Run again after a kill it writes the same bytes. */

import { type MixPlan, POOLS, planMix } from '#core/round/mix.ts'
import { type Candidate, countPools, distinct, orderRound, pickRound } from '#core/round/pick.ts'
import { type ComposeSettings, composeSettingsSchema } from '#core/round/settings.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import type { Split } from '#core/sample/split.ts'
import { type WrittenDataset, writeDataset } from '../../dataset/dataset-files.ts'
import { ROUND_NOTES, roundNotes } from '../../dataset/round-notes.ts'
import type { SampleSpool } from '../../dataset/sample-spool.ts'
import type { FanOutKind, ItemContext, ItemEnd } from '../../job/kind.ts'
import { decodeWith } from '../decode-settings.ts'
import { type MakesDatasets, madeDataset, policyPreamble } from '../made-dataset.ts'
import { type Ground, heldOutSamples, offers, type RoundSources, readGround, Sieve } from './gather.ts'

export interface ComposeDeps extends RoundSources, MakesDatasets {}

interface Choice {
  readonly ground: Ground
  readonly mix: MixPlan
  /** In training order. */
  readonly picked: readonly Candidate[]
  readonly refused: Readonly<Record<string, number>>
  /** Different samples that were looked at, held-out ones among them. */
  readonly offered: number
}

/** First reading: what there is, and what is taken of it. */
async function choose(deps: ComposeDeps, context: ItemContext<ComposeSettings>): Promise<Choice> {
  const { settings, signal } = context
  const ground = await readGround(deps, settings)
  const sieve = new Sieve(ground.leaks)
  const candidates: Candidate[] = []
  for await (const { sample, candidate } of offers(deps, settings, ground, deps.sha256)) {
    signal.throwIfAborted()
    if (sieve.passes(sample)) candidates.push(candidate)
    if (candidates.length % 1000 === 0) context.progress(candidates.length, candidates.length, 'samples')
  }
  const each = distinct(candidates)
  const available = countPools(each.values())
  const { round, seed, order, wanted } = settings
  const all = POOLS.reduce((sum, pool) => sum + available[pool], 0)
  const size = settings.size ?? (round === 1 || ground.sizeBefore === 0 ? all : ground.sizeBefore)
  const mix = planMix({ round, size, available, wanted })
  const picked = pickRound(each, mix, seed)
  const inOrder = orderRound(picked, order, seed).flatMap((id) => each.get(id) ?? [])
  const leaks = Object.values(sieve.refused).reduce((sum, count) => sum + count, 0)
  return { ground, mix, picked: inOrder, refused: sieve.refused, offered: all + leaks + ground.heldOut.size }
}

/** Ordinals by id, of what was written. */
interface Places {
  readonly train: Map<string, number>
  readonly test: number[]
}

/** A person spoke between the two readings: what was chosen is no longer what there is. */
class VerdictsChanged extends Error {}

/** Second reading: the chosen samples go into the files as they come; their order is told apart from that. */
async function fill(
  deps: ComposeDeps,
  context: ItemContext<ComposeSettings>,
  choice: Choice,
  spool: SampleSpool,
  places: Places,
): Promise<void> {
  const { settings, signal } = context
  const wanted = new Map(choice.picked.map(({ id, pool }) => [id, pool]))
  for await (const { sample, candidate } of offers(deps, settings, choice.ground, deps.sha256)) {
    signal.throwIfAborted()
    if (wanted.get(sample.id) === candidate.pool && spool.add(sample))
      places.train.set(sample.id, spool.count - 1)
  }
  if (places.train.size !== choice.picked.length) throw new VerdictsChanged()
  for await (const sample of heldOutSamples(deps, settings, choice.ground)) {
    signal.throwIfAborted()
    if (spool.add(sample)) places.test.push(spool.count - 1)
  }
}

function arrange(choice: Choice, { train, test }: Places): Split {
  const ordinals = choice.picked.flatMap(({ id }) => train.get(id) ?? [])
  return {
    train: Uint32Array.from(ordinals),
    test: Uint32Array.from(test),
    ...(test.length === 0 ? { empty: 'noTestShare' } : {}),
  }
}

const prefixed = (prefix: string, counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [`${prefix}.${name}`, count]))

function countersOf(
  { mix, refused, offered }: Choice,
  written: WrittenDataset | undefined,
): Record<string, number> {
  return {
    ...prefixed('pool', mix.take),
    ...prefixed('refused', refused),
    ...prefixed('filled', Object.fromEntries(mix.filled.map(({ pool, count }) => [pool, count]))),
    'samples.in': offered,
    'samples.train': written?.train ?? 0,
    'samples.test': written?.test ?? 0,
    missing: mix.missing,
  }
}

const parentsOf = ({
  fresh,
  trained,
  heldOut,
  probe,
  judge,
  expand,
}: ComposeSettings): Dataset['parents'] => [
  ...[...new Set([...fresh, ...trained, ...(heldOut === undefined ? [] : [heldOut])])].map((dataset) => ({
    dataset,
  })),
  ...[probe, judge, expand].flatMap((job) => (job === undefined ? [] : [{ job }])),
]

async function run(deps: ComposeDeps, context: ItemContext<ComposeSettings>): Promise<ItemEnd> {
  for (;;) {
    try {
      return await compose(deps, context)
    } catch (error) {
      if (!(error instanceof VerdictsChanged)) throw error
    }
  }
}

async function compose(deps: ComposeDeps, context: ItemContext<ComposeSettings>): Promise<ItemEnd> {
  const { settings, spec, signal } = context
  const choice = await choose(deps, context)
  const { mix, refused } = choice
  if (choice.picked.length === 0)
    return { state: 'dropped', reason: 'dataset.empty', detail: JSON.stringify({ mix, refused }) }
  const preamble = await policyPreamble(deps, spec.prompts)
  const places: Places = { train: new Map(), test: [] }
  const { seed, round, heldOutShare: testShare } = settings
  const plan = {
    ...{ datasetsFolder: deps.datasetsFolder, job: spec.id, preamble, testShare, seed, round },
    arrange: () => arrange(choice, places),
    notes: { file: ROUND_NOTES, source: () => roundNotes(choice.picked) },
  }
  const written = await writeDataset(plan, (spool) => fill(deps, context, choice, spool, places), signal)
  const counters = countersOf(choice, written)
  if (written === undefined) return { state: 'dropped', reason: 'dataset.empty', detail: '{}', counters }
  const dataset = await madeDataset(deps, spec, written, {
    name: settings.name,
    parents: parentsOf(settings),
    refused,
  })
  const { id, hash, counts } = dataset
  const summary = { id, hash, counts, round, mix }
  return { state: 'done', summary, counters, writes: [deps.recordDataset(dataset)] }
}

/** The compose stage. */
export const composeKind = (deps: ComposeDeps): FanOutKind<ComposeSettings> => ({
  drive: 'fan-out',
  asksNobody: true,
  name: 'compose',
  version: 1,
  decodeSettings: (raw) => decodeWith(composeSettingsSchema, raw),
  plan: () => [{ key: 'dataset', input: {} }],
  run: (context) => run(deps, context),
})
