/** Collect: a dataset and one sample more, made by hand. Run again after a kill it writes the same bytes. */
import { type CollectSettings, collectSettingsSchema } from '#core/sample/collect-settings.ts'
import type { Sample } from '#core/sample/sample.ts'
import { writeDataset } from '../../dataset/dataset-files.ts'
import type { FanOutKind, ItemContext, ItemEnd } from '../../job/kind.ts'
import { decodeWith } from '../decode-settings.ts'
import { type MakesDatasets, madeDataset, policyPreamble } from '../made-dataset.ts'

export interface CollectDeps extends MakesDatasets {
  /** A part of a dataset, in its order. @throws Failure `dataset.notFound` */
  samples(dataset: string, part: 'train' | 'test'): AsyncIterable<Sample>
}

/** Ordinals of a range, as the split of a dataset names them. */
const range = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i)

async function run(
  deps: CollectDeps,
  { settings, spec, signal }: ItemContext<CollectSettings>,
): Promise<ItemEnd> {
  const { base, name } = settings
  let train = 0
  let known = false
  const written = await writeDataset(
    {
      ...{
        datasetsFolder: deps.datasetsFolder,
        job: spec.id,
        preamble: await policyPreamble(deps, spec.prompts),
      },
      ...{ testShare: 0, seed: spec.seed, round: 1 },
      // Training samples first, then what is held out: the order in which they are added.
      arrange: (count) => ({ train: range(0, train), test: range(train, count) }),
    },
    async (spool) => {
      for await (const sample of base === undefined ? [] : deps.samples(base, 'train')) {
        signal.throwIfAborted()
        spool.add(sample)
      }
      known = !spool.add(settings.sample)
      train = spool.count
      for await (const sample of base === undefined ? [] : deps.samples(base, 'test')) spool.add(sample)
    },
    signal,
  )
  if (written === undefined) return { state: 'dropped', reason: 'dataset.empty' }
  const dataset = await madeDataset(deps, spec, written, {
    name,
    parents: base === undefined ? [] : [{ dataset: base }],
    refused: known ? { duplicate: 1 } : {},
  })
  const { id, hash, counts } = dataset
  return {
    state: 'done',
    summary: { id, hash, counts },
    counters: {
      'samples.train': written.train,
      'samples.test': written.test,
      ...(known ? { 'refused.duplicate': 1 } : {}),
    },
    writes: [deps.recordDataset(dataset)],
  }
}

export const collectKind = (deps: CollectDeps): FanOutKind<CollectSettings> => ({
  drive: 'fan-out',
  asksNobody: true,
  name: 'collect',
  version: 1,
  decodeSettings: (raw) => decodeWith(collectSettingsSchema, raw),
  plan: () => [{ key: 'dataset', input: {} }],
  run: (context) => run(deps, context),
})
