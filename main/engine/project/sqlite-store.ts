import { Worker } from 'node:worker_threads'
import { Failure } from '#core/failure/failure.ts'
import type { Row, SqlValue, Statement, Store } from './store.ts'
import type { WorkerAnswer, WorkerAsk, WorkerError, WorkerSetup } from './store-worker.ts'

const FULL = 13
const IO_ERROR = 10
const CORRUPT = 11
/** SQLITE_IOERR_READ, _SHORT_READ, _CORRUPTFS, _DATA: what is there cannot be read; the others are refused writes. */
const UNREADABLE = new Set([266, 522, 8458, 8202])

const isDiskTrouble = (code: number): boolean =>
  (code & 0xff) === FULL || ((code & 0xff) === IO_ERROR && !UNREADABLE.has(code))
const isDamage = ({ code, message }: WorkerError): boolean =>
  // SQLite's own JSON functions meet damaged text before we do.
  (code & 0xff) === CORRUPT || UNREADABLE.has(code) || /malformed JSON/.test(message)

function asFailure(error: WorkerError): Error {
  if (isDiskTrouble(error.code)) return new Failure('disk.full', {}, error.message)
  if (isDamage(error)) return new Failure('record.damaged', { what: 'database' }, error.message)
  return new Error(`database: ${error.message} (${error.code})`)
}

/** The database could not be opened. */
export class StoreRefused extends Error {
  readonly why: 'locked' | 'newer' | 'damaged' | 'failed'
  readonly found: number
  constructor(why: StoreRefused['why'], found: number, detail: string) {
    super(detail)
    this.why = why
    this.found = found
  }
}

type Settle = { readonly resolve: (answer: WorkerAnswer) => void; readonly reject: (error: Error) => void }
type Ask = WorkerAsk extends infer A ? (A extends WorkerAsk ? Omit<A, 'id'> : never) : never

/** One worker thread and the questions that wait for its answers. */
class Connection {
  private readonly worker: Worker
  private readonly waiting = new Map<number, Settle>()
  private lastId = 0
  private dead: Error | undefined

  private constructor(worker: Worker) {
    this.worker = worker
  }

  static open(workerFile: string | URL, setup: WorkerSetup): Promise<Connection> {
    const worker = new Worker(workerFile, { workerData: setup })
    const connection = new Connection(worker)
    return new Promise((resolve, reject) => {
      worker.once('message', (first: WorkerAnswer) => {
        if (first.op === 'opened') {
          worker.on('message', (answer: WorkerAnswer) => connection.settle(answer))
          resolve(connection)
          return
        }
        void worker.terminate()
        reject(
          first.op === 'refused'
            ? new StoreRefused(first.why, first.found, first.error.message)
            : new Error(first.op),
        )
      })
      worker.once('error', (error) => {
        connection.die(error)
        reject(error)
      })
      worker.once('exit', () => connection.die(new Error('the database thread ended')))
    })
  }

  private settle(answer: WorkerAnswer): void {
    if (answer.op !== 'answer') return
    const settle = this.waiting.get(answer.id)
    this.waiting.delete(answer.id)
    if (answer.error) settle?.reject(asFailure(answer.error))
    else settle?.resolve(answer)
  }

  private die(error: Error): void {
    this.dead ??= error
    for (const settle of this.waiting.values()) settle.reject(error)
    this.waiting.clear()
  }

  ask(ask: Ask): Promise<WorkerAnswer & { op: 'answer' }> {
    if (this.dead) return Promise.reject(this.dead)
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      this.waiting.set(id, {
        resolve: (answer) => resolve(answer as WorkerAnswer & { op: 'answer' }),
        reject,
      })
      this.worker.postMessage({ ...ask, id })
    })
  }
}

interface PendingUnit {
  readonly statements: readonly Statement[]
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** Group commit: what arrives while a commit is under way goes into the next one, together. */
class SqliteStore implements Store {
  private pending: PendingUnit[] = []
  private flushing = false
  private readonly writer: Connection
  private readonly reader: Connection
  constructor(writer: Connection, reader: Connection) {
    this.writer = writer
    this.reader = reader
  }

  write(statements: readonly Statement[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.pending.push({ statements, resolve, reject })
      if (!this.flushing) void this.flush()
    })
  }

  private async flush(): Promise<void> {
    this.flushing = true
    // A turn of the event loop lets writers that were woken together share the commit.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.pending.length > 0) {
      const group = this.pending
      this.pending = []
      try {
        const answer = await this.writer.ask({ op: 'write', units: group.map((unit) => unit.statements) })
        group.forEach((unit, i) => {
          const error = answer.errors?.[i]
          if (error) unit.reject(asFailure(error))
          else unit.resolve()
        })
      } catch (error) {
        for (const unit of group) unit.reject(error as Error)
      }
    }
    this.flushing = false
  }

  async all(sql: string, params: readonly SqlValue[] = []): Promise<Row[]> {
    const answer = await this.reader.ask({ op: 'read', sql, params })
    return (answer.rows ?? []) as Row[]
  }

  async get(sql: string, params: readonly SqlValue[] = []): Promise<Row | undefined> {
    return (await this.all(sql, params))[0]
  }

  async backup(file: string): Promise<void> {
    await this.reader.ask({ op: 'backup', file })
  }

  async close(): Promise<void> {
    while (this.flushing) await new Promise((resolve) => setImmediate(resolve))
    await this.reader.ask({ op: 'close' })
    await this.writer.ask({ op: 'close' })
  }
}

/** @throws StoreRefused when the file is locked, damaged or of a newer format */
export async function openStore(workerFile: string | URL, file: string, maxPages?: number): Promise<Store> {
  const limit = maxPages === undefined ? {} : { maxPages }
  const writer = await Connection.open(workerFile, { file, mode: 'write', ...limit })
  try {
    return new SqliteStore(writer, await Connection.open(workerFile, { file, mode: 'read' }))
  } catch (error) {
    await writer.ask({ op: 'close' })
    throw error
  }
}

/** A project that is only looked at, by whoever else it may be held: writing is refused with `project.readOnly`. */
export async function openLooker(workerFile: string | URL, file: string): Promise<Store> {
  const reader = await Connection.open(workerFile, { file, mode: 'look' })
  const all: Store['all'] = async (sql, params = []) =>
    ((await reader.ask({ op: 'read', sql, params })).rows ?? []) as Row[]
  return {
    write: async () => {
      throw new Failure('project.readOnly')
    },
    all,
    get: async (sql, params) => (await all(sql, params))[0],
    backup: async (to) => void (await reader.ask({ op: 'backup', file: to })),
    close: async () => void (await reader.ask({ op: 'close' })),
  }
}

/** The committed state of a project that somebody else may have open; it cannot write. */
export async function openReader(
  workerFile: string | URL,
  file: string,
): Promise<Pick<Store, 'all' | 'get' | 'close'>> {
  const reader = await Connection.open(workerFile, { file, mode: 'read' })
  const all: Store['all'] = async (sql, params = []) =>
    ((await reader.ask({ op: 'read', sql, params })).rows ?? []) as Row[]
  return {
    all,
    get: async (sql, params) => (await all(sql, params))[0],
    close: async () => void (await reader.ask({ op: 'close' })),
  }
}
