/** Expand: one item a seed; of each candidate a durable step that takes or refuses it, and one before it is checked. */

import { NearIndex } from '#core/expand/near-index.ts'
import type { ExpandSeed } from '#core/expand/seed.ts'
import { type ExpandSettings, expandSettingsSchema } from '#core/expand/settings.ts'
import {
  decodeSeed,
  decodeStep,
  type ExpandStep,
  nextCandidate,
  type StoredSeed,
  takenChildren,
  uncheckedStep,
} from '#core/expand/step.ts'
import { Failure } from '#core/failure/failure.ts'
import type { PromptShelf } from '#core/prompt/library.ts'
import type { Sample } from '#core/sample/sample.ts'
import { printCalls } from '#core/tool-call/print.ts'
import { readAnswer } from '#core/tool-call/read.ts'
import type { Counters, FanOutKind, ItemContext, ItemEnd, JobContext } from '../../job/kind.ts'
import { decodeWith } from '../decode-settings.ts'
import { OpenStages } from '../probe/open-stages.ts'
import { SamplesAlong } from '../probe/samples-along.ts'
import type { Prompts } from '../prompts.ts'
import { askCandidate, checkCandidate, type Growth } from './candidate.ts'

export interface ExpandDeps {
  /** Verified failures, always in the same order, none twice. @throws Failure `job.notFound` */
  seeds(settings: ExpandSettings): AsyncIterable<ExpandSeed>
  /** @throws Failure `dataset.notFound`, `sample.notFound` */
  sample(dataset: string, id: string): Promise<Sample>
  /** @throws Failure `dataset.notFound` */
  samples(dataset: string, part: 'train' | 'test'): AsyncIterable<Sample>
  /** What the project holds out for evaluation, beside the dataset's own test part. */
  heldOut(): AsyncIterable<Sample>
  readonly prompts: Prompts
  sha256(text: string): string
}

/** What the seeds of one job share. */
interface Stage {
  readonly prompts: PromptShelf
  readonly heldOutIds: ReadonlySet<string>
  readonly heldOut: NearIndex
  readonly dataset: NearIndex
  /** The seeds' samples. */
  readonly along: SamplesAlong
}

async function openStage(
  deps: ExpandDeps,
  { spec, settings, signal }: JobContext<ExpandSettings>,
): Promise<Stage> {
  const heldOutIds = new Set<string>()
  const heldOut = new NearIndex(settings.nearness)
  const dataset = new NearIndex(settings.nearness)
  const add = async (index: NearIndex, samples: AsyncIterable<Sample>, ids?: Set<string>): Promise<void> => {
    for await (const sample of samples) {
      signal.throwIfAborted()
      index.add(sample.id, sample)
      ids?.add(sample.id)
    }
  }
  await add(heldOut, deps.heldOut(), heldOutIds)
  await add(heldOut, deps.samples(settings.dataset, 'test'), heldOutIds)
  await add(dataset, deps.samples(settings.dataset, 'train'))
  const source = { ...deps, samples: (id: string) => deps.samples(id, 'train') }
  const along = new SamplesAlong(source, settings.dataset)
  return { prompts: await deps.prompts.recorded(spec.prompts), heldOutIds, heldOut, dataset, along }
}

function countStep(step: ExpandStep): Counters {
  // Counted once the checker has spoken.
  if ('unchecked' in step) return {}
  return 'taken' in step
    ? { candidates: 1, 'child.taken': 1, [`focus.${step.focus}`]: 1 }
    : { candidates: 1, [`refused.${step.refused}`]: 1 }
}

function endOf(steps: readonly ExpandStep[], wanted: number): ItemEnd {
  const taken = steps.filter((step) => 'taken' in step).length
  const candidates = steps.filter((step) => !('unchecked' in step)).length
  const summary = { candidates, taken, wanted }
  const counters = { 'child.missing': wanted - taken }
  if (taken > 0) return { state: 'done', summary, counters }
  const last = steps.at(-1)
  const detail = last && 'refused' in last ? `${last.refused}: ${last.detail}` : ''
  return { state: 'dropped', reason: 'expand.none', detail, summary, counters }
}

/** The failed sample with the right answer as its only label. @throws Failure `expand.damaged` */
async function seedSample({ along }: Stage, seed: StoredSeed): Promise<Sample> {
  const right = readAnswer(seed.right).ok
  if (right?.kind !== 'calls') throw new Failure('expand.damaged', {}, 'the right answer cannot be read')
  return { ...(await along.get(seed.sample)), accepted: [right] }
}

async function run(deps: ExpandDeps, stage: Stage, context: ItemContext<ExpandSettings>): Promise<ItemEnd> {
  const { settings } = context
  const seed = decodeSeed(context.input)
  if (stage.heldOutIds.has(seed.sample)) return { state: 'dropped', reason: 'expand.heldOut' }
  const sample = await seedSample(stage, seed)
  const steps = context.steps.map((step) => decodeStep(step.body))
  for (;;) {
    const unchecked = uncheckedStep(steps)
    const next = unchecked ?? nextCandidate(steps, settings)
    if (next === undefined) return endOf(steps, settings.children)
    const growth: Growth = {
      context,
      prompts: stage.prompts,
      seed,
      sample,
      near: {
        threshold: settings.nearness,
        siblings: takenChildren(steps),
        heldOut: stage.heldOut,
        dataset: stage.dataset,
      },
      sha256: deps.sha256,
    }
    const step = unchecked ? await checkCandidate(growth, unchecked) : await askCandidate(growth, next)
    await context.commit(step, countStep(step))
    steps.push(step)
  }
}

async function* plan(deps: ExpandDeps, settings: ExpandSettings) {
  for await (const { right, ...seed } of deps.seeds(settings)) {
    const input: StoredSeed = { ...seed, right: printCalls(right.calls, 'compact') }
    yield { key: seed.sample, input }
  }
}

/** Stages kept open at once: each holds the shingles of a whole dataset. */
const STAGES_KEPT = 2

export function expandKind(deps: ExpandDeps): FanOutKind<ExpandSettings> {
  const stages = new OpenStages<Stage>(({ along }) => along.close(), STAGES_KEPT)
  const stageOf = (context: JobContext<ExpandSettings>): Promise<Stage> =>
    stages.of(context.spec.id, () => openStage(deps, context))
  return {
    drive: 'fan-out',
    name: 'expand',
    version: 1,
    decodeSettings: (raw) => decodeWith(expandSettingsSchema, raw),
    plan: (context) => {
      stages.forget(context.spec.id)
      return plan(deps, context.settings)
    },
    run: async (context) => run(deps, await stageOf(context), context),
  }
}
