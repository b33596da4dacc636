/** Tells which runs grew. Files are looked at again and again: what watches folders is deaf on network drives. */
import { stat } from 'node:fs/promises'

const EVERY_MS = 500
/** Who has not asked for a run within this time no longer hears of it. */
const INTEREST_MS = 60_000

interface Watched {
  readonly files: readonly string[]
  until: number
  seen: string
}

const looks = async (file: string): Promise<string> =>
  stat(file).then(
    ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
    () => '',
  )
const signOf = async (files: readonly string[]): Promise<string> =>
  (await Promise.all(files.map(looks))).join('|')

export class RunWatch {
  private readonly watched = new Map<string, Watched>()
  private readonly grew: (id: string) => void
  private readonly now: () => number
  private timer: NodeJS.Timeout | undefined
  private closed = false

  constructor(grew: (id: string) => void, now: () => number) {
    this.grew = grew
    this.now = now
  }

  /** Somebody looks at a run: its files are watched for a while. */
  async look(id: string, files: readonly string[]): Promise<void> {
    const until = this.now() + INTEREST_MS
    const known = this.watched.get(id)
    if (known) known.until = until
    else this.watched.set(id, { files, until, seen: await signOf(files) })
    this.arm()
  }

  /** More of what is there waits to be read: whoever looks is told again. */
  again(id: string): void {
    const known = this.watched.get(id)
    if (known) known.seen = ''
  }

  /** Looks once at everything watched. Called by the timer, and by tests. */
  async check(): Promise<void> {
    for (const [id, one] of this.watched) {
      if (one.until < this.now()) {
        this.watched.delete(id)
        continue
      }
      const seen = await signOf(one.files)
      if (seen === one.seen) continue
      one.seen = seen
      if (!this.closed) this.grew(id)
    }
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
    this.watched.clear()
  }

  private arm(): void {
    if (this.timer || this.closed) return
    this.timer = setTimeout(() => {
      void this.check().then(() => {
        this.timer = undefined
        if (this.watched.size > 0) this.arm()
      })
    }, EVERY_MS)
    this.timer.unref()
  }
}
