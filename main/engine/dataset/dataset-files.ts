/** A dataset's folder, `datasets/<hash>/`: written whole or not at all, never changed after. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Split, splitSamples } from '#core/sample/split.ts'
import { asDiskFailure, settle } from './disk.ts'
import { LISTING_COLUMNS, Listing } from './listing.ts'
import { type Column, type ParquetSource, writeParquet } from './parquet.ts'
import { SampleSpool, sha256 } from './sample-spool.ts'
import { VERL_FILES, writeVerlFiles } from './verl-parquet.ts'

/** Of the layout of a dataset's folder. */
export const DATASET_FORMAT = 1

export const FILES = {
  samples: 'samples.parquet',
  tools: 'tools.parquet',
  ...VERL_FILES,
  about: 'dataset.json',
} as const

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
  /**
   * Which samples are trained on, in what order, and which are tests; ordinals in the order in which they were added.
   * Default: a shuffle by seed with `testShare` of them as tests. `testShare` says what the arrangement aims at.
   */
  readonly arrange?: (count: number) => Split
  /** One more file that says something of each sample; its rows are part of the dataset's hash. */
  readonly notes?: { readonly file: string; source(): ParquetSource }
}

interface Spools {
  readonly spool: SampleSpool
  readonly listing: Listing
}

export interface WrittenDataset {
  readonly hash: string
  readonly folder: string
  readonly train: number
  readonly test: number
  /** Why the training or the test file is empty. */
  readonly empty?: string
}

async function writeListing(
  folder: string,
  { listing, spool }: Spools,
  tests: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<void> {
  const tools = {
    columns: TOOL_COLUMNS,
    count: spool.tools.length,
    row: (index: number) => {
      const known = spool.tools[index]
      return known === undefined ? [] : [known.hash, known.tool.name, JSON.stringify(known.tool)]
    },
  }
  const samples = {
    columns: LISTING_COLUMNS,
    count: spool.count,
    row: (ordinal: number) => listing.row(ordinal, tests.has(ordinal) ? 'test' : 'train'),
  }
  await writeParquet(folder, join(folder, FILES.tools), tools, '*', signal)
  await writeParquet(folder, join(folder, FILES.samples), samples, '*', signal)
}

/** What sets the dataset apart from another of the same samples, beyond seed and share. */
function arrangementHash(plan: DatasetPlan, split: Split, notes: ParquetSource | undefined): string[] {
  if (plan.arrange === undefined && notes === undefined) return []
  const rows = notes === undefined ? [] : Array.from({ length: notes.count }, (_, i) => notes.row(i))
  return [sha256(JSON.stringify([[...split.train], [...split.test], rows]))]
}

async function writeFiles(
  folder: string,
  spools: Spools,
  plan: DatasetPlan,
  signal: AbortSignal,
): Promise<WrittenDataset> {
  const { spool } = spools
  const { testShare, seed, round, preamble } = plan
  const split = plan.arrange?.(spool.count) ?? splitSamples(spool.count, testShare, seed)
  const notes = plan.notes?.source()
  const hash = spool.hash(DATASET_FORMAT, testShare, seed, round, ...arrangementHash(plan, split, notes))
  if (plan.notes !== undefined && notes !== undefined)
    await writeParquet(folder, join(folder, plan.notes.file), notes, '*', signal)
  await writeListing(folder, spools, new Set(split.test), signal)
  await writeVerlFiles(folder, spool, split, round, signal)
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

const UNFINISHED = '.building-'

/** Removes what a killed run left. Only for a project that is being opened: no dataset may be in the making. */
export async function sweepUnfinished(datasetsFolder: string): Promise<void> {
  const names = await readdir(datasetsFolder).catch(() => [])
  for (const name of names)
    if (name.startsWith(UNFINISHED)) await rm(join(datasetsFolder, name), { recursive: true, force: true })
}

/** Names and sizes of a folder's files, as one text. */
async function outline(folder: string): Promise<string> {
  const names = (await readdir(folder)).sort()
  const sizes = await Promise.all(
    names.map(async (name) => `${name} ${(await stat(join(folder, name))).size}`),
  )
  return sizes.join('\n')
}

/**
 * The folder takes its name only once every byte of it is on disk. One that is there already is the same, unless
 * files of it were lost or cut since: then this one takes its place.
 */
async function publish(building: string, final: string): Promise<void> {
  for (const name of await readdir(building)) await settle(join(building, name))
  await settle(building)
  if (existsSync(final)) {
    if ((await outline(final)) === (await outline(building)))
      return rm(building, { recursive: true, force: true })
    await rm(final, { recursive: true, force: true })
  }
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
  const building = join(plan.datasetsFolder, `${UNFINISHED}${plan.job}`)
  const waiting = [`${building}.spool`, `${building}.listing`] as const
  await rm(building, { recursive: true, force: true })
  await mkdir(building, { recursive: true })
  const listing = new Listing(waiting[1])
  const spool = new SampleSpool(waiting[0], plan.preamble, (...sample) => listing.add(...sample))
  try {
    await fill(spool)
    if (spool.count === 0) return undefined
    const written = await writeFiles(building, { spool, listing }, plan, signal)
    await publish(building, written.folder)
    return written
  } catch (error) {
    throw asDiskFailure(error)
  } finally {
    spool.close()
    listing.close()
    for (const file of waiting) await rm(file, { force: true })
    await rm(building, { recursive: true, force: true })
  }
}
