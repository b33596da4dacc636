/** A dataset's folder, `datasets/<hash>/`: written whole or not at all, never changed after. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { splitSamples } from '#core/sample/split.ts'
import { asDiskFailure, settle } from './disk.ts'
import { type Column, writeParquet } from './parquet.ts'
import { SampleSpool } from './sample-spool.ts'
import { writeVerlParquet } from './verl-parquet.ts'

/** Of the layout of a dataset's folder. */
export const DATASET_FORMAT = 1

export const FILES = {
  samples: 'samples.parquet',
  tools: 'tools.parquet',
  train: 'train.parquet',
  test: 'test.parquet',
  about: 'dataset.json',
} as const

const SAMPLE_COLUMNS: readonly Column[] = [
  { name: 'ordinal', type: 'integer' },
  { name: 'id', type: 'text' },
  { name: 'split', type: 'text' },
  { name: 'kind', type: 'text' },
  { name: 'language', type: 'text' },
  { name: 'messages', type: 'integer' },
  { name: 'calls', type: 'texts' },
  { name: 'prompt', type: 'text' },
  { name: 'answer', type: 'text' },
  { name: 'search', type: 'text' },
  { name: 'tools', type: 'texts' },
  { name: 'body', type: 'text' },
]
const TOOL_COLUMNS: readonly Column[] = [
  { name: 'hash', type: 'text' },
  { name: 'name', type: 'text' },
  { name: 'body', type: 'text' },
]

export interface DatasetPlan {
  /** Holds every dataset's folder. */
  readonly datasetsFolder: string
  /** Names the unfinished folder; the same job starts it over. */
  readonly job: string
  /** The policy's prompt. */
  readonly preamble: string
  readonly testShare: number
  readonly seed: number
  readonly round: number
}

export interface WrittenDataset {
  readonly hash: string
  readonly folder: string
  readonly train: number
  readonly test: number
  /** Why the training or the test file is empty. */
  readonly empty?: string
}

async function writeSamples(
  folder: string,
  spool: SampleSpool,
  tests: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<void> {
  const tools = [...spool.tools]
  await writeParquet(
    folder,
    join(folder, FILES.tools),
    {
      columns: TOOL_COLUMNS,
      count: tools.length,
      row: (index) => {
        const entry = tools[index]
        return entry === undefined ? [] : [entry[0], entry[1].name, JSON.stringify(entry[1])]
      },
    },
    '*',
    signal,
  )
  await writeParquet(
    folder,
    join(folder, FILES.samples),
    {
      columns: SAMPLE_COLUMNS,
      count: spool.count,
      row: (ordinal) => {
        const row = spool.read(ordinal)
        const split = tests.has(ordinal) ? 'test' : 'train'
        const { id, kind, language, messages, calls, prompt, answer, search, body } = row
        return [ordinal, id, split, kind, language, messages, calls, prompt, answer, search, row.tools, body]
      },
    },
    '*',
    signal,
  )
}

async function writeFiles(
  folder: string,
  spool: SampleSpool,
  plan: DatasetPlan,
  signal: AbortSignal,
): Promise<WrittenDataset> {
  const { testShare, seed, round, preamble } = plan
  const split = splitSamples(spool.count, testShare, seed)
  const hash = spool.hash(DATASET_FORMAT, testShare, seed, round)
  await writeSamples(folder, spool, new Set(split.test), signal)
  await writeVerlParquet(
    folder,
    join(folder, FILES.train),
    spool,
    split.train,
    { split: 'train', round },
    signal,
  )
  await writeVerlParquet(
    folder,
    join(folder, FILES.test),
    spool,
    split.test,
    { split: 'test', round },
    signal,
  )
  const about = {
    format: DATASET_FORMAT,
    hash,
    train: split.train.length,
    test: split.test.length,
    ...(split.empty === undefined ? {} : { empty: split.empty }),
    testShare,
    seed,
    round,
    preamble,
  }
  await writeFile(join(folder, FILES.about), `${JSON.stringify(about, null, 2)}\n`)
  return {
    hash,
    folder: join(plan.datasetsFolder, hash),
    train: split.train.length,
    test: split.test.length,
    ...(split.empty === undefined ? {} : { empty: split.empty }),
  }
}

/** The folder takes its name only once every byte of it is on disk. One that is there already is the same. */
async function publish(building: string, final: string): Promise<void> {
  for (const name of await readdir(building)) await settle(join(building, name))
  await settle(building)
  if (existsSync(join(final, FILES.about))) return rm(building, { recursive: true, force: true })
  await rename(building, final)
  await settle(dirname(final))
}

/**
 * Writes a frozen dataset. `fill` adds the samples. The same samples in the same order with the same plan give the
 * same folder, byte for byte; a run that is cut off leaves nothing that counts.
 *
 * @returns undefined when `fill` added no sample: then nothing is written.
 * @throws what `fill` throws, the signal's reason, Failure `disk.full`
 */
export async function writeDataset(
  plan: DatasetPlan,
  fill: (spool: SampleSpool) => Promise<void>,
  signal: AbortSignal,
): Promise<WrittenDataset | undefined> {
  const building = join(plan.datasetsFolder, `.building-${plan.job}`)
  const spoolFile = `${building}.spool`
  await rm(building, { recursive: true, force: true })
  await mkdir(building, { recursive: true })
  const spool = new SampleSpool(spoolFile, plan.preamble)
  try {
    await fill(spool)
    if (spool.count === 0) return undefined
    const written = await writeFiles(building, spool, plan, signal)
    await publish(building, written.folder)
    return written
  } catch (error) {
    throw asDiskFailure(error)
  } finally {
    spool.close()
    await rm(spoolFile, { force: true })
    await rm(building, { recursive: true, force: true })
  }
}
