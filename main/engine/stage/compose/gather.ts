/** What may go into a round: the pools, read from the datasets and jobs of the rounds before. */
import type { Aftermath } from '#core/judge/after.ts'
import type { Standing } from '#core/probe/prediction.ts'
import { heldOutOf } from '#core/round/held-out.ts'
import { type Leak, LeakCheck } from '#core/round/leak.ts'
import type { Candidate } from '#core/round/pick.ts'
import { relabelled } from '#core/round/relabel.ts'
import type { ComposeSettings } from '#core/round/settings.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { Hash } from '#core/sample/sample-id.ts'

/** A sample with what a probe found. */
export interface Probed {
  readonly sample: Sample
  readonly standing: Standing
  readonly passRate: number
  readonly perplexity?: number
}

/** A judged sample as it was probed, and what followed from the verdict. */
export interface Settled extends Pick<Aftermath, 'keep'> {
  readonly original: Sample
  readonly after: Sample
}

/** Every stream can be read several times and gives the same in the same order. @throws Failure when it is gone */
export interface RoundSources {
  samples(dataset: string, part: 'all' | 'train' | 'test'): AsyncIterable<Sample>
  probed(job: string): AsyncIterable<Probed>
  settled(job: string): AsyncIterable<Settled>
  /** Accepted variations. */
  children(job: string): AsyncIterable<Sample>
}

/** A sample that may be taken. */
export interface Offer {
  readonly sample: Sample
  readonly candidate: Candidate
}

/** What decides about offers; small, however large the samples are. */
export interface Ground {
  readonly leaks: LeakCheck
  /** Ids of the held-out samples, wherever they are read again. */
  readonly heldOut: ReadonlySet<string>
  /** Trained on in an earlier round, as it was or with another label. */
  readonly trained: ReadonlySet<string>
  /** Samples in the training part of the round before. */
  readonly sizeBefore: number
  readonly found: ReadonlyMap<string, Omit<Probed, 'sample'>>
  /** Least perplexity among the samples that match but not surely; undefined when there is none. */
  readonly highFrom: number | undefined
}

/** Streams a held-out set comes from: a dataset's test part, or all fresh samples while it is not split off yet. */
async function* heldOutSource(sources: RoundSources, settings: ComposeSettings): AsyncGenerator<Sample> {
  if (settings.heldOut !== undefined) return yield* sources.samples(settings.heldOut, 'test')
  for (const dataset of settings.fresh) yield* sources.samples(dataset, 'all')
}

/** The held-out samples themselves, each once. */
export async function* heldOutSamples(
  sources: RoundSources,
  settings: ComposeSettings,
  ground: Pick<Ground, 'heldOut'>,
): AsyncGenerator<Sample> {
  const seen = new Set<string>()
  for await (const sample of heldOutSource(sources, settings)) {
    if (!ground.heldOut.has(sample.id) || seen.has(sample.id)) continue
    seen.add(sample.id)
    yield sample
  }
}

async function heldOutIds(sources: RoundSources, settings: ComposeSettings): Promise<ReadonlySet<string>> {
  const placed = new Map<string, Pick<Sample, 'id' | 'parents'>>()
  for await (const { id, parents } of heldOutSource(sources, settings)) placed.set(id, { id, parents })
  if (settings.heldOut !== undefined) return new Set(placed.keys())
  return heldOutOf(placed.values(), { share: settings.heldOutShare, seed: settings.seed }).ids
}

async function trainedIn(sources: RoundSources, settings: ComposeSettings) {
  const trained = new Set<string>()
  let sizeBefore = 0
  for (const dataset of settings.trained) {
    sizeBefore = 0
    for await (const { id, parents } of sources.samples(dataset, 'train')) {
      trained.add(id)
      for (const parent of parents) if (parent.from === 'sample') trained.add(parent.sample)
      sizeBefore++
    }
  }
  return { trained, sizeBefore }
}

async function findings(sources: RoundSources, settings: ComposeSettings) {
  const found = new Map<string, Omit<Probed, 'sample'>>()
  let highFrom: number | undefined
  if (settings.probe !== undefined) {
    for await (const { sample, ...finding } of sources.probed(settings.probe)) {
      found.set(sample.id, finding)
      const { standing, passRate, perplexity } = finding
      if (standing === 'borderline' && passRate === 1 && perplexity !== undefined)
        highFrom = Math.min(highFrom ?? perplexity, perplexity)
    }
  }
  return { found, highFrom }
}

export async function readGround(sources: RoundSources, settings: ComposeSettings): Promise<Ground> {
  const heldOut = await heldOutIds(sources, settings)
  const leaks = new LeakCheck(settings.nearCopy)
  for await (const sample of heldOutSamples(sources, settings, { heldOut })) leaks.add(sample)
  return {
    leaks,
    heldOut,
    ...(await trainedIn(sources, settings)),
    ...(await findings(sources, settings)),
  }
}

const offer = (
  sample: Sample,
  pool: Candidate['pool'],
  found: Pick<Probed, 'passRate' | 'perplexity'> | undefined,
): Offer => ({
  sample,
  candidate: {
    id: sample.id,
    pool,
    ...(found === undefined ? {} : { passRate: found.passRate }),
    ...(found?.perplexity === undefined ? {} : { perplexity: found.perplexity }),
  },
})

/** Judged samples: error seeds, and those of two right answers on which the policy was unsure. */
async function* judgedOffers(
  sources: RoundSources,
  job: string,
  ground: Ground,
  hash: Hash,
): AsyncGenerator<Offer> {
  for await (const { original, after, keep } of sources.settled(job)) {
    const found = ground.found.get(original.id)
    const unsure = ground.highFrom !== undefined && (found?.perplexity ?? 0) >= ground.highFrom
    if (keep === 'errorSeed') yield offer(relabelled(original, after, hash), 'errorSeed', found)
    if (keep === 'highPerplexityOnly' && unsure)
      yield offer(relabelled(original, after, hash), 'highPerplexity', found)
  }
}

/** The pass rate of what a variation was made from: it is about as hard. */
const ofSeed = (sample: Sample, ground: Ground): Pick<Probed, 'passRate'> | undefined => {
  for (const parent of sample.parents) {
    const found = parent.from === 'sample' ? ground.found.get(parent.sample) : undefined
    if (found !== undefined) return { passRate: found.passRate }
  }
  return undefined
}

/** Everything that could be taken, leaks included; a sample may come from several pools. */
export async function* offers(
  sources: RoundSources,
  settings: ComposeSettings,
  ground: Ground,
  hash: Hash,
): AsyncGenerator<Offer> {
  const { judge, expand, probe, fresh } = settings
  if (judge !== undefined) yield* judgedOffers(sources, judge, ground, hash)
  if (expand !== undefined)
    for await (const sample of sources.children(expand))
      yield offer(sample, 'expansion', ofSeed(sample, ground))
  if (probe !== undefined)
    for await (const probed of sources.probed(probe))
      if (probed.standing === 'borderline') yield offer(probed.sample, 'highPerplexity', probed)
  for (const dataset of fresh)
    for await (const sample of sources.samples(dataset, 'all'))
      if (!ground.trained.has(sample.id) && !ground.heldOut.has(sample.id))
        yield offer(sample, 'fresh', undefined)
}

/** Lets samples pass that may be trained on, and counts the others by reason, each once. */
export class Sieve {
  readonly refused: Partial<Record<Leak, number>> = {}
  private readonly leaks: LeakCheck
  private readonly known = new Map<string, Leak | undefined>()

  constructor(leaks: LeakCheck) {
    this.leaks = leaks
  }

  passes(sample: Sample): boolean {
    if (!this.known.has(sample.id)) {
      const leak = this.leaks.find(sample)?.leak
      this.known.set(sample.id, leak)
      if (leak !== undefined) this.refused[leak] = (this.refused[leak] ?? 0) + 1
    }
    return this.known.get(sample.id) === undefined
  }
}
