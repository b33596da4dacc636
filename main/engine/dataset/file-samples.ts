import { z } from 'zod'
import { type ExactObject, isExactObject, tryReadJson } from '#core/json/exact.ts'
import { decodeDialog, decodeTools } from '#core/sample/decode.ts'
import { type MadeSamples, type SampleOptions, samplesOfDialog } from '#core/sample/from-dialog.ts'
import {
  isConversation,
  isRawRecord,
  type ReadDialog,
  type ReadRecord,
  readConversation,
  readRawRecord,
  replaces,
  type Snapshot,
  snapshotOf,
} from '#core/sample/looptool-record.ts'
import { countRefusal, type RefusalCounts, refusalsIn } from '#core/sample/refusal.ts'
import type { Parent } from '#core/sample/sample.ts'
import { toolListHash } from '#core/sample/sample-id.ts'
import type { FileRecord } from './record-cutter.ts'
import type { RecordFile } from './record-file.ts'
import { type SampleSpool, sha256 } from './sample-spool.ts'

/** What became of a file: `read` is the sum of `used` and of `refused`. */
export interface FileCounts {
  readonly records: { read: number; used: number; readonly refused: RefusalCounts }
  /** Assistant turns of the records used that gave no sample. */
  readonly turns: { readonly refused: RefusalCounts }
  readonly samples: { call: number; text: number }
}

interface Candidate {
  readonly snapshot: Snapshot
  readonly record: FileRecord
}

const isDialogRecord = (record: ExactObject): boolean => record.has('dialog') && record.has('tools')

/** One of our dialogs, `{dialog, tools}`. */
function readDialogRecord(text: string): ReadRecord {
  try {
    const raw = z.object({ dialog: z.unknown(), tools: z.unknown() }).parse(JSON.parse(text))
    return { dialog: decodeDialog(raw.dialog), tools: decodeTools(raw.tools), cut: false }
  } catch (error) {
    if (error instanceof z.ZodError) return { refused: 'badDialog' }
    throw error
  }
}

/** Reads the records of a file into a spool, counting what could not be used. */
export class FileSamples {
  readonly counts: FileCounts = {
    records: { read: 0, used: 0, refused: {} },
    turns: { refused: {} },
    samples: { call: 0, text: 0 },
  }
  private readonly file: RecordFile
  private readonly name: string
  private readonly options: SampleOptions
  private readonly spool: SampleSpool
  /** The best snapshot so far of each raw dialog; its text stays in the file. */
  private readonly candidates = new Map<string, Candidate>()

  constructor(file: RecordFile, name: string, options: SampleOptions, spool: SampleSpool) {
    this.file = file
    this.name = name
    this.options = options
    this.spool = spool
  }

  /** @throws the signal's reason */
  async readAll(signal: AbortSignal): Promise<void> {
    for await (const record of this.file.records()) {
      signal.throwIfAborted()
      this.counts.records.read++
      const read = this.read(record)
      if (read !== undefined) this.use(record, read)
    }
    for (const { record } of this.candidates.values()) {
      signal.throwIfAborted()
      const text = (await this.file.bytes(record.start, record.end - record.start)).toString('utf8')
      const value = tryReadJson(text)
      this.use(record, isExactObject(value) ? readRawRecord(value) : { refused: 'badJson' })
    }
  }

  /** Undefined for a snapshot of a raw dialog: which of them counts is known at the end. */
  private read(record: FileRecord): ReadRecord | undefined {
    if (record.bytes === undefined) return { refused: 'tooLarge' }
    const text = decodeUtf8(record.bytes)
    if (text === undefined) return { refused: 'badUtf8' }
    const value = tryReadJson(text)
    if (value === undefined) return { refused: 'badJson' }
    if (!isExactObject(value)) return { refused: 'unknownRecord' }
    if (isConversation(value)) return readConversation(value)
    if (isDialogRecord(value)) return readDialogRecord(text)
    if (!isRawRecord(value)) return { refused: 'unknownRecord' }
    this.consider(record, snapshotOf(value))
    return undefined
  }

  private consider({ index, start, end }: FileRecord, snapshot: Snapshot): void {
    const earlier = this.candidates.get(snapshot.cid)
    if (earlier !== undefined) countRefusal(this.counts.records.refused, 'olderSnapshot')
    if (earlier === undefined || replaces(snapshot, earlier.snapshot))
      this.candidates.set(snapshot.cid, { snapshot, record: { index, start, end, bytes: undefined } })
  }

  private use(record: FileRecord, read: ReadRecord): void {
    const { records, turns } = this.counts
    if ('refused' in read) {
      countRefusal(records.refused, read.refused)
      return
    }
    const made = this.samplesOf(record, read)
    for (const [why, times] of refusalsIn(made.refused)) countRefusal(turns.refused, why, times)
    if (read.cut) countRefusal(turns.refused, 'badMessage')
    if (made.samples.length === 0) countRefusal(records.refused, 'noSample')
    else records.used++
    for (const sample of made.samples) {
      this.spool.add(sample)
      this.counts.samples[sample.accepted[0]?.kind === 'text' ? 'text' : 'call']++
    }
  }

  private samplesOf(record: FileRecord, { dialog, tools }: ReadDialog): MadeSamples {
    const source = {
      dialog,
      tools,
      toolSetHash: toolListHash(tools, sha256),
      place: `record ${record.index}`,
      parent: (turn: number): Parent => ({ from: 'file', file: this.name, record: record.index, turn }),
    }
    return samplesOfDialog(source, this.options, sha256)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
