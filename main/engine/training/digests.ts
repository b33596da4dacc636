/** What is known of each run's log so far; grows with the log, a few stretches at a time. */
import { Digest } from '#core/training/digest.ts'
import { formatOf } from '#core/training/log-format.ts'
import { LOG_START, type Log, type LogCursor, readStretch } from './log-stretch.ts'

/** Stretches of one turn, so that a huge log holds nothing up. */
const AT_ONCE = 16

export interface LogDigest {
  readonly digest: Digest
  /** Bytes not read yet. */
  readonly unread: number
}

interface Known {
  digest: Digest
  cursor: LogCursor
  unread: number
  turn: Promise<unknown>
}

export class Digests {
  private readonly known = new Map<string, Known>()

  /** Reads on where the last call ended. A log that is not there yet has no points. */
  of(id: string, log: Log): Promise<LogDigest> {
    const known = this.known.get(id) ?? {
      digest: new Digest(),
      cursor: LOG_START,
      unread: 0,
      turn: Promise.resolve(),
    }
    this.known.set(id, known)
    // Two that ask at once must not both add the same stretch.
    const turn = known.turn.then(() => advance(known, log))
    known.turn = turn.catch(() => undefined)
    return turn
  }

  forget(id: string): void {
    this.known.delete(id)
  }
}

async function advance(known: Known, log: Log): Promise<LogDigest> {
  const { merges } = formatOf(log.format)
  for (let turn = 0; turn < AT_ONCE; turn++) {
    const stretch = await readStretch(log, known.cursor).catch((error: unknown) => {
      if ((error as { code?: string }).code === 'file.notFound') return undefined
      throw error
    })
    if (!stretch) break
    if (stretch.reset) known.digest = new Digest()
    for (const point of stretch.points) known.digest.add(point, merges)
    known.cursor = stretch.cursor
    known.unread = stretch.more ? stretch.left : 0
    if (!stretch.more) break
  }
  return { digest: known.digest, unread: known.unread }
}
