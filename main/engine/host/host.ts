/** A machine that programs run on. */
import type { Readable } from 'node:stream'

export interface RunWish {
  /** What the program reads; without it, its standard input is empty. */
  readonly stdin?: string | Uint8Array | Readable
  /** Added to the environment. Seen in process lists: secrets go through `stdin` or a file of mode 600. */
  readonly env?: Readonly<Record<string, string>>
  /** The user's home unless named. */
  readonly cwd?: string
  /** Ends the waiting. The program on a host is not ended by it. */
  readonly signal?: AbortSignal
  /** Longer than this is no answer: `host.slow`. Milliseconds; 60 s unless named. */
  readonly timeoutMs?: number
  /** Hears standard output as it comes, instead of keeping it. */
  readonly onOutput?: (piece: Uint8Array) => void
}

export interface Ran {
  /** 128 + signal where a signal ended it, as a shell says it. */
  readonly code: number
  /** UTF-8; at most 8 MiB are kept of each. */
  readonly stdout: string
  readonly stderr: string
}

export interface Carried {
  readonly signal?: AbortSignal
  /** Bytes there of all. */
  readonly progress?: (done: number, total: number) => void
  /** Of the file that is written; 0o644 unless named. */
  readonly mode?: number
}

export interface HostEntry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'other'
  readonly size: number
}

export interface Stretch {
  readonly bytes: Uint8Array
  /** Of the whole file; 0 where there is none. */
  readonly size: number
}

/**
 * Paths are absolute, or relative to the user's home on that machine. Every method throws a Failure `host.*` where the
 * machine cannot be reached, and `host.path` where a path cannot be used.
 */
export interface Host {
  readonly id: string
  /** The user's home there, in full. */
  home(): Promise<string>
  /** Runs a program with its arguments as they are. Ending with a code other than 0 is no failure of the host. */
  run(argv: readonly string[], wish?: RunWish): Promise<Ran>
  /**
   * Brings a file to a path. What an earlier try brought of it is gone on with; the whole is compared by SHA-256 and
   * stands under its name only once it is right.
   *
   * @throws Failure `host.carriedWrong`, `host.diskFull`
   */
  upload(file: string, path: string, carried?: Carried): Promise<void>
  /** The same the other way. */
  download(path: string, file: string, carried?: Carried): Promise<void>
  /** At most `limit` bytes behind an offset. A file that is not there is empty. */
  readFrom(path: string, offset: number, limit: number): Promise<Stretch>
  /** Writes a small file whole or not at all. */
  write(path: string, content: string | Uint8Array, mode?: number): Promise<void>
  /** A folder's entries; none where there is no such folder. */
  list(path: string): Promise<readonly HostEntry[]>
  /** Makes a folder and those above it. */
  makeFolder(path: string): Promise<void>
  /** Removes a file, or a folder with all in it. What is not there counts as removed. */
  remove(path: string): Promise<void>
  close(): Promise<void>
}
