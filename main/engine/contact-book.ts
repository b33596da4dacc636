/**
 * The file of all hosts ever contacted. Lines are only added, by whoever contacts: the window's process, the engine,
 * the command line. A host is written down before it is contacted for the first time; counts follow a little later.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  type Contact,
  type ContactOutcome,
  type ContactReason,
  contactKey,
  joined,
  printContact,
  sumContacts,
} from '#core/network/contact.ts'

const SUM_UP_BYTES = 1 << 20
const SOON_MS = 1000
const LATEST_MS = 60_000

export const contactsFile = (userData: string): string => join(userData, 'contacts.jsonl')

export class ContactBook {
  private readonly file: string | undefined
  private readonly now: () => Date
  /** Written down by this program already. */
  private readonly known = new Set<string>()
  private waiting = new Map<string, Contact>()
  private timer: NodeJS.Timeout | undefined
  private pauseMs = SOON_MS

  /** @param file undefined: nothing is kept beyond this run */
  constructor(file: string | undefined, now: () => Date) {
    this.file = file
    this.now = now
    if (file !== undefined) sumUp(file)
  }

  /** @returns told how the contact went */
  begin(host: string, why: ContactReason): (outcome: ContactOutcome) => void {
    this.add(host, why, 1, { is: 'open' })
    this.flushFirst(host, why)
    return (outcome) => this.add(host, why, 0, outcome)
  }

  /** A contact that the gate did not let out. */
  block(host: string, why: ContactReason): void {
    this.add(host, why, 1, { is: 'blocked' })
    this.flushFirst(host, why)
  }

  /** Every host ever contacted, the latest first. */
  list(): Contact[] {
    const kept = this.file === undefined ? [] : [this.file, oldOf(this.file)].flatMap(linesOf)
    return sumContacts([...kept, ...[...this.waiting.values()].map(printContact)])
  }

  /** Writes down what waits. */
  flush(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    if (this.file === undefined || this.waiting.size === 0) return
    const lines = [...this.waiting.values()].map((contact) => `${printContact(contact)}\n`)
    try {
      mkdirSync(dirname(this.file), { recursive: true })
      appendFileSync(this.file, lines.join(''), { mode: 0o600 })
      this.waiting = new Map()
    } catch {
      // A disk that refuses it: the counts stay in memory and are tried again with the next.
    }
  }

  private flushFirst(host: string, why: ContactReason): void {
    const key = contactKey({ host, why })
    if (this.known.has(key)) return
    this.known.add(key)
    this.flush()
  }

  private add(host: string, why: ContactReason, count: number, outcome: ContactOutcome): void {
    const at = this.now().toISOString()
    const contact: Contact = { host, why, first: at, last: at, count, outcome }
    const key = contactKey(contact)
    const before = this.waiting.get(key)
    this.waiting.set(key, before ? joined(before, contact) : contact)
    // A busy job contacts its host a thousand times a second: the longer it lasts, the rarer it is written.
    this.timer ??= setTimeout(() => {
      this.pauseMs = Math.min(LATEST_MS, this.pauseMs * 2)
      this.flush()
    }, this.pauseMs).unref()
  }
}

const oldOf = (file: string): string => `${file}.old`

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}

/** A long file becomes one line for each host. What others add meanwhile goes into the new file. */
function sumUp(file: string): void {
  try {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < SUM_UP_BYTES || existsSync(oldOf(file)))
      return
    renameSync(file, oldOf(file))
    const lines = sumContacts(linesOf(oldOf(file))).map((contact) => `${printContact(contact)}\n`)
    appendFileSync(file, lines.join(''), { mode: 0o600 })
    rmSync(oldOf(file))
  } catch {
    // It stays long, and is read all the same.
  }
}
