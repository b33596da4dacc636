/** What the stages of a round read of each other, out of the project's jobs and datasets. */
import { join } from 'node:path'
import { z } from 'zod'
import { seedOf } from '#core/expand/seed.ts'
import { type ExpandSettings, expandSettingsSchema } from '#core/expand/settings.ts'
import { decodeSeed } from '#core/expand/step.ts'
import { Failure } from '#core/failure/failure.ts'
import { answerToJudge } from '#core/judge/need.ts'
import { withWord } from '#core/judge/overrule.ts'
import { judgeSettingsSchema } from '#core/judge/settings.ts'
import type { Judged } from '#core/judge/verdict.ts'
import type { Prediction } from '#core/probe/prediction.ts'
import { probeSettingsSchema } from '#core/probe/settings.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import type { Sample } from '#core/sample/sample.ts'
import { sampleOf } from './dataset/pages.ts'
import { readSamples } from './dataset/read-samples.ts'
import { findDataset } from './project/dataset-records.ts'
import { itemsOf } from './project/item-records.ts'
import type { Store } from './project/store.ts'
import { readStored } from './project/stored.ts'
import { standingWords } from './project/word-records.ts'
import type { LoopRecords } from './stage/compose/sources.ts'
import { decodeWith } from './stage/decode-settings.ts'
import type { CheckedSample } from './stage/filter/kind.ts'
import { judgedFromSteps } from './stage/judge/record.ts'
import { joinProbed } from './stage/probe/joined.ts'
import { predictionFromSteps } from './stage/probe/kind.ts'

export interface LoopSource {
  readonly store: Store
  readonly datasetsFolder: string
  /** Settings of a job as stored. @throws Failure `job.notFound` */
  settings(job: string): Promise<unknown>
}

/** Whatever a file that is gone or broken made somebody throw. */
function damaged({ name, hash }: Dataset, error: unknown): Failure {
  if (error instanceof Failure) return error
  const detail = error instanceof Error ? error.message : String(error)
  return new Failure('dataset.damaged', { name, hash }, detail)
}

/** @throws Failure `dataset.notFound` */
export const datasetFolder = async ({ store, datasetsFolder }: LoopSource, id: string): Promise<string> =>
  join(datasetsFolder, (await findDataset(store, id)).hash)

/** Reads in a dataset's folder. @throws Failure `dataset.notFound`, `dataset.damaged` */
export async function inDataset<T>(
  { store, datasetsFolder }: LoopSource,
  id: string,
  read: (folder: string) => Promise<T>,
): Promise<T> {
  const dataset = await findDataset(store, id)
  return read(join(datasetsFolder, dataset.hash)).catch((error: unknown) => {
    throw damaged(dataset, error)
  })
}

/** @throws Failure `dataset.notFound`, `dataset.damaged`, `sample.notFound` */
export const oneSample = (source: LoopSource, dataset: string, id: string): Promise<Sample> =>
  inDataset(source, dataset, async (folder) => (await sampleOf(folder, id)).sample)

/** @throws Failure `dataset.notFound`, `dataset.damaged` */
export async function* samplesOf(
  { store, datasetsFolder }: LoopSource,
  id: string,
  part: 'all' | 'train' | 'test',
): AsyncGenerator<Sample> {
  const dataset = await findDataset(store, id)
  try {
    yield* readSamples(join(datasetsFolder, dataset.hash), part)
  } catch (error) {
    throw damaged(dataset, error)
  }
}

/** A job's settings, if it is of the kind they are for. @throws Failure `job.notFound`, `job.settings` */
const settingsOf = async <S extends z.ZodType>(
  source: LoopSource,
  job: string,
  schema: S,
): Promise<z.output<S>> => decodeWith(schema, await source.settings(job))

/** @throws Failure `job.notFound` */
async function* predictions(source: LoopSource, probe: string): AsyncGenerator<Prediction> {
  // A job that is gone has no items either: without its settings nobody could tell that from nothing to do.
  await settingsOf(source, probe, probeSettingsSchema)
  for await (const { key, steps } of itemsOf(source.store, probe)) {
    const prediction = predictionFromSteps(key, steps)
    if (prediction) yield prediction
  }
}

/** Verdicts with persons' words in them: a person's word wins. */
async function* judged(source: LoopSource, judge: string): AsyncGenerator<Judged> {
  const { quorum } = await settingsOf(source, judge, judgeSettingsSchema)
  const words = await standingWords(source.store, judge)
  for await (const { key, steps } of itemsOf(source.store, judge))
    yield withWord(judgedFromSteps(key, steps, quorum), words.get(key))
}

export const loopRecords = (source: LoopSource): LoopRecords => ({
  samples: (dataset, part) => samplesOf(source, dataset, part),
  probe: async (job) => {
    const { dataset, match, threshold } = await settingsOf(source, job, probeSettingsSchema)
    return { dataset, match, share: threshold }
  },
  predictions: (probe) => predictions(source, probe),
  judge: (job) => settingsOf(source, job, judgeSettingsSchema),
  judged: (judge) => judged(source, judge),
  expand: (job) => settingsOf(source, job, expandSettingsSchema),
  grown: async function* (expand) {
    for await (const { input, steps } of itemsOf(source.store, expand))
      yield { seed: decodeSeed(input), steps: steps.map(({ body }) => body) }
  },
})

/** Verified failures of a judge job, in its order. */
export async function* seedsOf(source: LoopSource, settings: ExpandSettings) {
  const { probe, match } = await settingsOf(source, settings.judgeJob, judgeSettingsSchema)
  const verdicts = new Map<string, Judged>()
  for await (const one of judged(source, settings.judgeJob)) verdicts.set(one.sample, one)
  const probed = joinProbed(samplesOf(source, settings.dataset, 'train'), predictions(source, probe))
  for await (const { sample, prediction } of probed) {
    const verdict = verdicts.get(sample.id)
    const judged = verdict && answerToJudge(sample, prediction, match)
    const seed = judged && seedOf(sample, judged.text, verdict)
    if (seed && !('none' in seed)) yield seed
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
