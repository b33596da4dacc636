/** The log of one part of the program: lines are appended, and the file is put aside when it is full. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type LogLevel, type LogPart, printLogLine } from '#core/log/log-line.ts'
import { withoutSecrets } from '#core/log/redact.ts'

const FULL_BYTES = 512 * 1024
/** The one being written, and those before it. */
const FILES = 4

/** File names of a part's log, the one being written first. */
export const logNames = (part: LogPart): string[] =>
  Array.from({ length: FILES }, (_, n) => (n === 0 ? `${part}.log` : `${part}.${n}.log`))

export interface LogDeps {
  /** The folder of all logs. */
  readonly folder: string
  readonly now: () => Date
  /** Bytes after which a file is put aside. */
  readonly full?: number
}

export class LogFile {
  private readonly part: LogPart
  private readonly deps: LogDeps
  private readonly secrets = new Set<string>()
  private bytes = 0

  constructor(part: LogPart, deps: LogDeps) {
    this.part = part
    this.deps = deps
    try {
      mkdirSync(deps.folder, { recursive: true })
      this.bytes = statSync(this.current, { throwIfNoEntry: false })?.size ?? 0
    } catch {
      // No log can be kept; the program works without.
    }
  }

  /** From now on this text is never written. */
  hide(secret: string): void {
    this.secrets.add(secret)
  }

  /** What is hidden, for others who write. */
  get hidden(): string[] {
    return [...this.secrets]
  }

  /** Never throws: a log that cannot be kept is no reason to stop. */
  write(level: LogLevel, text: string, detail = ''): void {
    const clean = (words: string): string => withoutSecrets(words, this.secrets)
    const line = printLogLine({
      at: this.deps.now().toISOString(),
      level,
      part: this.part,
      text: clean(text),
      ...(detail === '' ? {} : { detail: clean(detail) }),
    })
    try {
      if (this.bytes + line.length > (this.deps.full ?? FULL_BYTES)) this.turnOver()
      appendFileSync(this.current, `${line}\n`, { mode: 0o600 })
      this.bytes += Buffer.byteLength(line) + 1
    } catch {
      // As above.
    }
  }

  private get current(): string {
    return join(this.deps.folder, `${this.part}.log`)
  }

  /** The oldest file goes, each other one moves up, and a new one begins. */
  private turnOver(): void {
    const names = logNames(this.part).map((name) => join(this.deps.folder, name))
    for (let n = names.length - 1; n > 0; n--) {
      const [from = '', to = ''] = [names[n - 1], names[n]]
      if (statSync(from, { throwIfNoEntry: false })) renameSync(from, to)
    }
    this.bytes = 0
  }
}
