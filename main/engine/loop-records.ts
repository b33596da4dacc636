/** What the stages of a round read of each other, out of the project's jobs and datasets. */
import { join } from 'node:path'
import { z } from 'zod'
import { seedOf } from '#core/expand/seed.ts'
import { type ExpandSettings, expandSettingsSchema } from '#core/expand/settings.ts'
import { decodeSeed } from '#core/expand/step.ts'
import { withWord } from '#core/judge/overrule.ts'
import { judgeSettingsSchema } from '#core/judge/settings.ts'
import type { Judged } from '#core/judge/verdict.ts'
import type { Prediction } from '#core/probe/prediction.ts'
import { probeSettingsSchema } from '#core/probe/settings.ts'
import type { Sample } from '#core/sample/sample.ts'
import { sampleOf } from './dataset/pages.ts'
import { readSamples } from './dataset/read-samples.ts'
import { findDataset } from './project/dataset-records.ts'
import { itemsOf } from './project/item-records.ts'
import type { Store } from './project/store.ts'
import { readStored } from './project/stored.ts'
import { standingWords } from './project/word-records.ts'
import type { LoopRecords } from './stage/compose/sources.ts'
import type { CheckedSample } from './stage/filter/kind.ts'
import { judgedFromSteps } from './stage/judge/record.ts'
import { predictionFromSteps } from './stage/probe/kind.ts'

export interface LoopSource {
  readonly store: Store
  readonly datasetsFolder: string
  /** Settings of a job as stored. @throws Failure `job.notFound` */
  settings(job: string): Promise<unknown>
}

export const datasetFolder = async ({ store, datasetsFolder }: LoopSource, id: string): Promise<string> =>
  join(datasetsFolder, (await findDataset(store, id)).hash)

/** @throws Failure `dataset.notFound`, `sample.notFound` */
export const oneSample = async (source: LoopSource, dataset: string, id: string): Promise<Sample> =>
  (await sampleOf(await datasetFolder(source, dataset), id)).sample

export async function* samplesOf(
  source: LoopSource,
  dataset: string,
  part: 'all' | 'train' | 'test',
): AsyncGenerator<Sample> {
  yield* readSamples(await datasetFolder(source, dataset), part)
}

async function* predictions({ store }: LoopSource, probe: string): AsyncGenerator<Prediction> {
  for await (const { key, steps } of itemsOf(store, probe)) {
    const prediction = predictionFromSteps(key, steps)
    if (prediction) yield prediction
  }
}

/** Verdicts with persons' words in them: a person's word wins. */
async function* judged(source: LoopSource, judge: string): AsyncGenerator<Judged> {
  const { quorum } = judgeSettingsSchema.parse(await source.settings(judge))
  const words = await standingWords(source.store, judge)
  for await (const { key, steps } of itemsOf(source.store, judge))
    yield withWord(judgedFromSteps(key, steps, quorum), words.get(key))
}

export const loopRecords = (source: LoopSource): LoopRecords => ({
  samples: (dataset, part) => samplesOf(source, dataset, part),
  probe: async (job) => {
    const { dataset, match, threshold } = probeSettingsSchema.parse(await source.settings(job))
    return { dataset, match, share: threshold }
  },
  predictions: (probe) => predictions(source, probe),
  judge: async (job) => judgeSettingsSchema.parse(await source.settings(job)),
  judged: (judge) => judged(source, judge),
  expand: async (job) => expandSettingsSchema.parse(await source.settings(job)),
  grown: async function* (expand) {
    for await (const { input, steps } of itemsOf(source.store, expand))
      yield { seed: decodeSeed(input), steps: steps.map(({ body }) => body) }
  },
})

/** Verified failures of a judge job, in its order. */
export async function* seedsOf(source: LoopSource, settings: ExpandSettings) {
  const { probe } = judgeSettingsSchema.parse(await source.settings(settings.judgeJob))
  const said = new Map<string, string>()
  for await (const { sample, answers } of predictions(source, probe)) said.set(sample, answers[0]?.text ?? '')
  const verdicts = new Map<string, Judged>()
  for await (const one of judged(source, settings.judgeJob)) verdicts.set(one.sample, one)
  for await (const sample of samplesOf(source, settings.dataset, 'train')) {
    const verdict = verdicts.get(sample.id)
    if (!verdict) continue
    const seed = seedOf(sample, said.get(sample.id) ?? '', verdict)
    if (!('none' in seed)) yield seed
  }
}

const checkedSchema = z.object({
  verdict: z.enum(['correct', 'incorrect', 'undecided']),
  reason: z.string(),
})

/** Outcomes of a check job; samples that have none yet are left out. @throws Failure `job.notFound` */
export async function* checkedIn(source: LoopSource, job: string): AsyncGenerator<CheckedSample> {
  await source.settings(job)
  const rows = await source.store.all(
    `SELECT i.key, i.summary FROM item AS i JOIN job AS j ON j.number = i.job
     WHERE j.id = ? AND i.summary IS NOT NULL ORDER BY i.ordinal`,
    [job],
  )
  for (const row of rows)
    yield {
      sample: String(row.key),
      ...readStored('check', String(row.summary), (raw) => checkedSchema.parse(raw)),
    }
}

/** The project's held-out samples: the test part of the first composed set that still stands. */
export async function* heldOutOf(source: LoopSource): AsyncGenerator<Sample> {
  const row = await source.store.get(
    `SELECT d.id FROM dataset AS d JOIN job AS j ON d.id = 'dataset-' || j.id
     WHERE j.kind = 'compose' AND j.spec ->> '$.settings.round' = 1 ORDER BY d.number DESC LIMIT 1`,
  )
  if (row !== undefined) yield* samplesOf(source, String(row.id), 'test')
}
