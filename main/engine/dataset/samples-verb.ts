/** Dialogs or LoopTool records in a file → samples.jsonl, train.parquet, test.parquet. */
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { splitSamples } from '#core/sample/split.ts'
import { asDiskFailure, settle } from './disk.ts'
import { type FileCounts, FileSamples } from './file-samples.ts'
import { RecordFile } from './record-file.ts'
import { SampleSpool } from './sample-spool.ts'
import { Spool } from './spool.ts'
import { VERL_FILES, writeVerlFiles } from './verl-parquet.ts'

export interface SamplesRequest {
  /** JSON or JSON lines: our dialogs, LoopTool conversations or raw dialog records. */
  readonly in: string
  /** A folder; made if it is not there. Files of the three names in it are replaced. */
  readonly out: string
  /** The policy's prompt, which opens every rendering. */
  readonly preamble: string
  /** User messages of history; 8 unless told. */
  readonly history?: number
  /** Text answers too; only calls unless told. */
  readonly textSamples?: boolean
  readonly testShare?: number
  readonly seed?: number
}

export interface SamplesAnswer extends FileCounts {
  readonly rows: { readonly train: number; readonly test: number }
  /** Why the training or the test file is empty. */
  readonly empty?: string
  readonly files: readonly string[]
}

const TEXT_HISTORY = 6
const JSON_LINES = 'samples.jsonl'
const NAMES = [JSON_LINES, VERL_FILES.train, VERL_FILES.test]

function writeJsonLines(file: string, spool: SampleSpool): void {
  const lines = new Spool(file)
  try {
    for (let ordinal = 0; ordinal < spool.count; ordinal++) {
      lines.append(`${JSON.stringify(spool.rendering(ordinal))}\n`)
    }
    lines.flush()
  } finally {
    lines.close()
  }
}

async function build(request: SamplesRequest, folder: string, signal: AbortSignal): Promise<SamplesAnswer> {
  const { history = 8, textSamples = false, testShare = 0.02, seed = 2025 } = request
  const file = await RecordFile.open(request.in)
  const spool = new SampleSpool(join(folder, 'spool'), request.preamble)
  try {
    const reader = new FileSamples(
      file,
      basename(request.in),
      { history, textHistory: TEXT_HISTORY, textSamples },
      spool,
    )
    await reader.readAll(signal)
    const split = splitSamples(spool.count, testShare, seed)
    writeJsonLines(join(folder, JSON_LINES), spool)
    await writeVerlFiles(folder, spool, split, 1, signal)
    return {
      ...reader.counts,
      rows: { train: split.train.length, test: split.test.length },
      ...(split.empty === undefined ? {} : { empty: split.empty }),
      files: NAMES.map((name) => join(request.out, name)),
    }
  } finally {
    spool.close()
    await file.close()
  }
}

/**
 * Makes samples of a file. The three files appear whole or not at all; nothing of the source is lost without being
 * counted, and a record that cannot be used stops no other.
 *
 * @throws Failure `file.notFound`, `file.unreadable`, `project.unwritable`, `disk.full`
 */
export async function samplesVerb(
  request: SamplesRequest,
  signal: AbortSignal = new AbortController().signal,
): Promise<SamplesAnswer> {
  const building = join(request.out, `.building-${process.pid}`)
  try {
    await mkdir(building, { recursive: true }).catch((error: unknown) => {
      const full = asDiskFailure(error)
      throw full === error ? new Failure('project.unwritable', { folder: request.out }, String(error)) : full
    })
    const answer = await build(request, building, signal)
    for (const name of NAMES) await settle(join(building, name))
    for (const name of NAMES) await rename(join(building, name), join(request.out, name))
    await settle(request.out)
    return answer
  } catch (error) {
    throw asDiskFailure(error)
  } finally {
    // Failing to tidy up must not hide why the work failed.
    await rm(building, { recursive: true, force: true }).catch(() => undefined)
  }
}
