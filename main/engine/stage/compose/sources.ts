/** Makes the pools of a round from what the stages before it stored. */
import type { StoredSeed } from '#core/expand/step.ts'
import { expandedSamples } from '#core/expand/step.ts'
import { afterVerdict } from '#core/judge/after.ts'
import type { Judged } from '#core/judge/verdict.ts'
import type { Prediction } from '#core/probe/prediction.ts'
import { type Measure, measure, perplexityThreshold, standingAt } from '#core/probe/standing.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { Hash } from '#core/sample/sample-id.ts'
import type { MatchMode } from '#core/tool-call/score-request.ts'
import { joinProbed } from '../probe/joined.ts'
import type { Probed, RoundSources, Settled } from './gather.ts'

/** What is stored, each list in the order in which it was planned. @throws Failure when something is gone */
export interface LoopRecords {
  samples(dataset: string, part: 'all' | 'train' | 'test'): AsyncIterable<Sample>
  /** Settings of a probe job; `share` of the matching samples are borderline. */
  probe(job: string): Promise<{ readonly dataset: string; readonly match: MatchMode; readonly share: number }>
  predictions(probe: string): AsyncIterable<Prediction>
  judge(job: string): Promise<{ readonly probe: string; readonly match: MatchMode }>
  /** Verdicts with every overrule in them. */
  judged(judge: string): AsyncIterable<Judged>
  expand(job: string): Promise<{ readonly dataset: string }>
  /** Items of an expand job: their input and the bodies of their steps. */
  grown(expand: string): AsyncIterable<{ readonly seed: StoredSeed; readonly steps: readonly unknown[] }>
}

/** A probe covers the training part: nobody is to learn from what is held out. */
const probedSamples = (records: LoopRecords, job: string, dataset: string) =>
  joinProbed(records.samples(dataset, 'train'), records.predictions(job))

async function* probed(records: LoopRecords, job: string): AsyncGenerator<Probed> {
  const { dataset, match, share } = await records.probe(job)
  const measures: Measure[] = []
  for await (const { sample, prediction } of probedSamples(records, job, dataset))
    measures.push(measure(sample, prediction, match))
  const threshold = perplexityThreshold(measures, share)
  let at = 0
  for await (const { sample } of probedSamples(records, job, dataset)) {
    const found = measures[at++]
    if (found === undefined) return
    const { passRate, perplexity } = found
    const standing = standingAt(found, threshold)
    yield { sample, standing, passRate, ...(perplexity === undefined ? {} : { perplexity }) }
  }
}

async function* settled(records: LoopRecords, job: string): AsyncGenerator<Settled> {
  const { probe, match } = await records.judge(job)
  const { dataset } = await records.probe(probe)
  const verdicts = new Map<string, Judged>()
  for await (const judged of records.judged(job)) verdicts.set(judged.sample, judged)
  for await (const { sample, prediction } of probedSamples(records, probe, dataset)) {
    const judged = verdicts.get(sample.id)
    if (judged === undefined) continue
    const { sample: after, keep } = afterVerdict(sample, prediction, judged, match)
    yield { original: sample, after, keep }
  }
}

async function* children(records: LoopRecords, job: string, hash: Hash): AsyncGenerator<Sample> {
  const { dataset } = await records.expand(job)
  const grown = new Map<string, readonly unknown[]>()
  for await (const { seed, steps } of records.grown(job)) grown.set(seed.sample, steps)
  for await (const sample of records.samples(dataset, 'train')) {
    const steps = grown.get(sample.id)
    if (steps !== undefined) yield* expandedSamples(sample, steps, hash)
  }
}

/** The pools, made from records again each time they are read. */
export const roundSources = (records: LoopRecords, hash: Hash): RoundSources => ({
  samples: (dataset, part) => records.samples(dataset, part),
  probed: (job) => probed(records, job),
  settled: (job) => settled(records, job),
  children: (job) => children(records, job, hash),
})
