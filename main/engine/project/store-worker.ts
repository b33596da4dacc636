/** The thread that owns one connection to the project's database. Started by sqlite-store.ts, twice: one writes, one reads. */
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backup, DatabaseSync, type StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { MIGRATIONS } from './migrations.ts'
import type { SqlValue, Statement } from './store.ts'

export interface WorkerSetup {
  readonly file: string
  /** `look`: as `read`, also where not even a reader may write beside the file, as on a medium that cannot be written. */
  readonly mode: 'write' | 'read' | 'look'
  /** For tests of full disks: the most pages the file may have. */
  readonly maxPages?: number
}
export type WorkerAsk =
  | { readonly id: number; readonly op: 'write'; readonly units: readonly (readonly Statement[])[] }
  | { readonly id: number; readonly op: 'read'; readonly sql: string; readonly params: readonly SqlValue[] }
  | { readonly id: number; readonly op: 'backup'; readonly file: string }
  | { readonly id: number; readonly op: 'close' }
/** An error as data: SQLite's extended code tells a full disk from a broken rule. */
export interface WorkerError {
  readonly code: number
  readonly message: string
}
export type WorkerAnswer =
  | { readonly op: 'opened' }
  | {
      readonly op: 'refused'
      readonly why: 'locked' | 'newer' | 'damaged' | 'failed'
      readonly found: number
      readonly error: WorkerError
    }
  | {
      readonly op: 'answer'
      readonly id: number
      readonly rows?: unknown[]
      readonly errors?: (WorkerError | null)[]
      readonly error?: WorkerError
    }

const setup = workerData as WorkerSetup
const port = parentPort
if (!port) throw new Error('store-worker runs as a worker thread only')

const BUSY = 5
const CORRUPT = 11
const NOT_A_DATABASE = 26
/** Larger files are checked as they are read: a full check would hold up the start. */
const CHECK_UP_TO_PAGES = 65_536

const asError = (error: unknown): WorkerError => {
  const e = error as { errcode?: number; message?: string }
  return { code: e.errcode ?? 0, message: e.message ?? String(error) }
}

class Refusal extends Error {
  readonly why: 'newer' | 'damaged'
  readonly found: number
  constructor(why: 'newer' | 'damaged', found: number, message: string) {
    super(message)
    this.why = why
    this.found = found
  }
}

/**
 * The lock is an exclusive transaction on a file of its own: the system drops it the moment the holder dies, however
 * it dies, so that a stale lock cannot exist.
 */
let lock: DatabaseSync | undefined

function takeLock(): void {
  lock = new DatabaseSync(`${setup.file}.lock`)
  lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
}

function migrate(db: DatabaseSync, from: number): void {
  for (let version = from; version < MIGRATIONS.length; version++) {
    db.exec(`BEGIN; ${MIGRATIONS[version]}; PRAGMA user_version = ${version + 1}; COMMIT`)
  }
}

const schemaOf = (db: DatabaseSync): string =>
  JSON.stringify(db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all())

/** What the migrations make of an empty file: a changed byte in a table's definition shows against it. */
function soundSchema(): string {
  const empty = new DatabaseSync(':memory:')
  migrate(empty, 0)
  const schema = schemaOf(empty)
  empty.close()
  return schema
}

/** Where a copy of the database was put for reading. */
let copied: string | undefined

/**
 * A reader of a WAL file makes files beside it. Where it cannot, the file is taken as it is; and when there are commits
 * in its log still, a copy of both is read.
 */
function openLooking(): DatabaseSync {
  const open = (file: string | URL): DatabaseSync => {
    const db = new DatabaseSync(file, { readOnly: true })
    try {
      db.exec('PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY')
      db.prepare('SELECT count(*) FROM sqlite_schema').get()
      return db
    } catch (error) {
      db.close()
      throw error
    }
  }
  try {
    return open(setup.file)
  } catch (error) {
    if (!existsSync(setup.file)) throw error
    const log = `${setup.file}-wal`
    if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) === 0) {
      const asIs = pathToFileURL(setup.file)
      asIs.searchParams.set('immutable', '1')
      return open(asIs)
    }
    copied = mkdtempSync(join(tmpdir(), 'looptool-read-'))
    const copy = join(copied, 'project.sqlite')
    copyFileSync(setup.file, copy)
    copyFileSync(log, `${copy}-wal`)
    return open(copy)
  }
}

function openDatabase(): DatabaseSync {
  if (setup.mode === 'look') return openLooking()
  if (setup.mode === 'write') takeLock()
  const db = new DatabaseSync(setup.file, { readOnly: setup.mode === 'read' })
  db.exec('PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000')
  if (setup.mode === 'read') return db
  const found = Number(db.prepare('PRAGMA user_version').get()?.user_version ?? 0)
  if (found > MIGRATIONS.length) throw new Refusal('newer', found, 'newer format')
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA foreign_keys = ON',
  )
  const pages = Number(db.prepare('PRAGMA page_count').get()?.page_count ?? 0)
  if (pages <= CHECK_UP_TO_PAGES) {
    const verdict = db.prepare('PRAGMA quick_check(1)').get()?.quick_check
    if (verdict !== 'ok') throw new Refusal('damaged', found, String(verdict))
  }
  migrate(db, found)
  if (schemaOf(db) !== soundSchema())
    throw new Refusal('damaged', found, 'the schema is not what it was made as')
  if (setup.maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${setup.maxPages}`)
  return db
}

const prepared = new Map<string, StatementSync>()
function statement(db: DatabaseSync, sql: string): StatementSync {
  let found = prepared.get(sql)
  if (!found) {
    if (prepared.size > 200) prepared.clear()
    found = db.prepare(sql)
    prepared.set(sql, found)
  }
  return found
}

const runUnit = (db: DatabaseSync, unit: readonly Statement[]): void => {
  for (const { sql, params } of unit) statement(db, sql).run(...params)
}

function transaction(db: DatabaseSync, work: () => void): WorkerError | null {
  try {
    db.exec('BEGIN IMMEDIATE')
    work()
    db.exec('COMMIT')
    return null
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    return asError(error)
  }
}

/** One commit for all units; if any of them fails, each gets a transaction of its own and its own answer. */
function write(db: DatabaseSync, units: readonly (readonly Statement[])[]): (WorkerError | null)[] {
  const together = transaction(db, () => {
    for (const unit of units) runUnit(db, unit)
  })
  if (together === null) return units.map(() => null)
  if (units.length === 1) return [together]
  return units.map((unit) => transaction(db, () => runUnit(db, unit)))
}

async function serve(db: DatabaseSync, ask: WorkerAsk): Promise<WorkerAnswer> {
  switch (ask.op) {
    case 'write':
      return { op: 'answer', id: ask.id, errors: write(db, ask.units) }
    case 'read':
      return { op: 'answer', id: ask.id, rows: statement(db, ask.sql).all(...ask.params) }
    case 'backup':
      await backup(db, ask.file)
      return { op: 'answer', id: ask.id }
    case 'close':
      prepared.clear()
      db.close()
      lock?.close()
      if (copied !== undefined) rmSync(copied, { recursive: true, force: true })
      return { op: 'answer', id: ask.id }
  }
}

function start(send: NonNullable<typeof parentPort>): void {
  let db: DatabaseSync
  try {
    db = openDatabase()
  } catch (error) {
    const e = asError(error)
    const primary = e.code & 0xff
    const why =
      error instanceof Refusal
        ? error.why
        : primary === BUSY
          ? 'locked'
          : primary === CORRUPT || primary === NOT_A_DATABASE
            ? 'damaged'
            : 'failed'
    lock?.close()
    send.postMessage({
      op: 'refused',
      why,
      found: error instanceof Refusal ? error.found : 0,
      error: e,
    } satisfies WorkerAnswer)
    return
  }
  send.postMessage({ op: 'opened' } satisfies WorkerAnswer)
  send.on('message', async (ask: WorkerAsk) => {
    try {
      send.postMessage(await serve(db, ask))
    } catch (error) {
      send.postMessage({ op: 'answer', id: ask.id, error: asError(error) } satisfies WorkerAnswer)
    }
    if (ask.op === 'close') send.close()
  })
}
start(port)
