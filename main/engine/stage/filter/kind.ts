/** Filter: a new dataset without the samples that rules or votes speak against, each told with its reason. */

import type { CheckOutcome } from '#core/expand/check.ts'
import type { Removal, Removed, RemovedSample } from '#core/filter/rules.ts'
import { type FilterSettings, filterSettingsSchema } from '#core/filter/settings.ts'
import { Sieve } from '#core/filter/sieve.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { Split } from '#core/sample/split.ts'
import { writeDataset } from '../../dataset/dataset-files.ts'
import type { SampleSpool } from '../../dataset/sample-spool.ts'
import type { FanOutKind, ItemContext, ItemEnd } from '../../job/kind.ts'
import { decodeWith } from '../decode-settings.ts'
import { type MakesDatasets, madeDataset, policyPreamble } from '../made-dataset.ts'

/** What a check job found of one sample. */
export interface CheckedSample {
  readonly sample: string
  readonly verdict: CheckOutcome
  readonly reason: string
}

export interface FilterDeps extends MakesDatasets {
  /** A part of a dataset, the training part in training order; can be read again. @throws Failure `dataset.notFound` */
  samples(dataset: string, part: 'train' | 'test'): AsyncIterable<Sample>
  /** What the project holds out for evaluation, beside the dataset's own test part. */
  heldOut(): AsyncIterable<Sample>
  /** Outcomes of a check job; samples without one are left out. @throws Failure `job.notFound` */
  checked(job: string): AsyncIterable<CheckedSample>
}

/** Removed samples told in one step. */
const TOLD_AT_ONCE = 1000

interface Tally {
  read: number
  unchecked: number
  train: number
  readonly removed: RemovedSample[]
}

function countRemoved(removed: readonly RemovedSample[]): Partial<Record<Removal, number>> {
  const counts: Partial<Record<Removal, number>> = {}
  for (const { why } of removed) counts[why] = (counts[why] ?? 0) + 1
  return counts
}

async function openSieve(
  deps: FilterDeps,
  { settings, signal }: ItemContext<FilterSettings>,
  preamble: string,
): Promise<Sieve> {
  const sieve = new Sieve({ ...settings, preamble, hash: deps.sha256 })
  if (!settings.rules.includes('heldOut')) return sieve
  for await (const sample of deps.heldOut()) {
    signal.throwIfAborted()
    sieve.holdOut(sample)
  }
  return sieve
}

async function outcomes(
  deps: FilterDeps,
  job: string | undefined,
): Promise<ReadonlyMap<string, CheckedSample> | undefined> {
  if (job === undefined) return undefined
  const found = new Map<string, CheckedSample>()
  for await (const checked of deps.checked(job)) found.set(checked.sample, checked)
  return found
}

/** What decides about the samples of one dataset. */
interface Sifting {
  readonly sieve: Sieve
  readonly checks: ReadonlyMap<string, CheckedSample> | undefined
  readonly tally: Tally
}

function removalOf(
  sample: Sample,
  part: 'train' | 'test',
  { sieve, checks, tally }: Sifting,
): Removed | undefined {
  const check = checks?.get(sample.id)
  if (checks !== undefined && (check === undefined || check.verdict === 'undecided')) tally.unchecked++
  // A sample that the votes found wrong is nothing that others are compared with.
  return check?.verdict === 'incorrect' ? { why: 'checker', detail: check.reason } : sieve.sift(sample, part)
}

/** The samples of a part that stay; the others are told. */
async function* kept(
  deps: FilterDeps,
  { settings, signal, progress }: ItemContext<FilterSettings>,
  part: 'train' | 'test',
  sifting: Sifting,
): AsyncGenerator<Sample> {
  const { tally } = sifting
  for await (const sample of deps.samples(settings.dataset, part)) {
    signal.throwIfAborted()
    tally.read++
    if (tally.read % 500 === 0) progress(tally.read, tally.read, 'samples')
    const removed = removalOf(sample, part, sifting)
    if (removed) tally.removed.push({ sample: sample.id, ...removed })
    else yield sample
  }
}

/** Training samples first; the test part is read before them and added behind. Without training there is nothing. */
async function fill(
  deps: FilterDeps,
  context: ItemContext<FilterSettings>,
  preamble: string,
  spool: SampleSpool,
  tally: Tally,
): Promise<void> {
  const { settings } = context
  const sieve = await openSieve(deps, context, preamble)
  const sifting: Sifting = { sieve, checks: await outcomes(deps, settings.checkJob), tally }
  const tests = new Set<string>()
  for await (const { id } of kept(deps, context, 'test', sifting)) tests.add(id)
  for await (const sample of kept(deps, context, 'train', sifting)) {
    if (!tests.has(sample.id) && spool.add(sample)) continue
    tally.removed.push({ sample: sample.id, why: 'duplicate', detail: sample.id })
  }
  tally.train = spool.count
  if (tally.train === 0) return
  for await (const sample of deps.samples(settings.dataset, 'test'))
    if (tests.has(sample.id)) spool.add(sample)
}

/** Each sample stays in its part and its order. */
function arrangement(train: number, count: number): Split {
  const ordinals = Uint32Array.from({ length: count }, (_, i) => i)
  return {
    train: ordinals.subarray(0, train),
    test: ordinals.subarray(train),
    ...(train === count ? { empty: 'noTestShare' } : {}),
  }
}

/** Tells every removed sample in steps of the item; those that are told already are passed over. */
async function tellRemoved(
  { steps, commit }: ItemContext<FilterSettings>,
  removed: readonly RemovedSample[],
): Promise<void> {
  for (let at = steps.length * TOLD_AT_ONCE; at < removed.length; at += TOLD_AT_ONCE)
    await commit({ removed: removed.slice(at, at + TOLD_AT_ONCE) })
}

async function run(deps: FilterDeps, context: ItemContext<FilterSettings>): Promise<ItemEnd> {
  const { settings, spec, signal } = context
  const tally: Tally = { read: 0, unchecked: 0, train: 0, removed: [] }
  const preamble = await policyPreamble(deps, spec.prompts)
  const written = await writeDataset(
    {
      ...{ datasetsFolder: deps.datasetsFolder, job: spec.id, preamble, round: settings.round },
      // Nothing is drawn here: the arrangement says where each sample belongs.
      ...{ testShare: 0, seed: spec.seed },
      arrange: (count) => arrangement(tally.train, count),
    },
    (spool) => fill(deps, context, preamble, spool, tally),
    signal,
  )
  await tellRemoved(context, tally.removed)
  const refused = countRemoved(tally.removed)
  const counters = {
    'samples.in': tally.read,
    'samples.train': written?.train ?? 0,
    'samples.test': written?.test ?? 0,
    ...(settings.checkJob === undefined ? {} : { 'samples.unchecked': tally.unchecked }),
    ...Object.fromEntries(Object.entries(refused).map(([why, times]) => [`removed.${why}`, times])),
  }
  if (written === undefined)
    return { state: 'dropped', reason: 'dataset.empty', detail: JSON.stringify(refused), counters }
  const { dataset: source, checkJob, name } = settings
  const parents = [{ dataset: source, ...(checkJob === undefined ? {} : { job: checkJob }) }]
  const dataset = await madeDataset(deps, spec, written, { name, parents, refused })
  const { id, hash, counts } = dataset
  return { state: 'done', summary: { id, hash, counts }, counters, writes: [deps.recordDataset(dataset)] }
}

/** The filter stage. Run again after a kill it writes the same bytes under the same hash and tells the same. */
export const filterKind = (deps: FilterDeps): FanOutKind<FilterSettings> => ({
  drive: 'fan-out',
  asksNobody: true,
  name: 'filter',
  version: 1,
  decodeSettings: (raw) => decodeWith(filterSettingsSchema, raw),
  plan: () => [{ key: 'dataset', input: {} }],
  run: (context) => run(deps, context),
})
