/** The events of the attempt that is followed, read on by byte offset in whole lines. */
import type { SetUpProgress } from '#core/host/set-up.ts'
import { readSetUpEvent, type SetUpEvent } from '#core/host/set-up-event.ts'
import type { Host } from '../../host/host.ts'

const PIECE = 1 << 20

export class EventTail {
  private readonly host: Host
  private readonly path: string
  private offset: number | undefined
  private attempt = 0
  /** The byte behind the attempt's first word, or behind the words of those before it. */
  at = 0
  begun = false
  progress: SetUpProgress | undefined
  word: Extract<SetUpEvent, { is: 'done' | 'failed' }> | undefined
  made: { readonly place: string; readonly bytes: number } | undefined

  constructor(host: Host, path: string) {
    this.host = host
    this.path = path
  }

  /** Up to where it was read. */
  get end(): number {
    return this.offset ?? 0
  }

  /**
   * Reads what is new of an attempt.
   *
   * @param from where its words begin, if nothing of it was read yet
   * @param begun whether its first word stands before that
   */
  async readOn(attempt: number, from: number, begun: boolean): Promise<void> {
    if (this.offset === undefined || this.attempt !== attempt) {
      this.offset = from
      this.attempt = attempt
      this.at = from
      this.start(begun)
    }
    for (;;) {
      const { bytes } = await this.host.readFrom(this.path, this.offset, PIECE)
      const whole = bytes.lastIndexOf(10) + 1
      if (whole === 0) return
      let line = 0
      while (line < whole) {
        const next = bytes.indexOf(10, line) + 1
        this.hear(
          readSetUpEvent(Buffer.from(bytes.subarray(line, next)).toString('utf8')),
          this.offset + next,
        )
        line = next
      }
      this.offset += whole
      if (bytes.length < PIECE) return
    }
  }

  private start(begun: boolean): void {
    this.begun = begun
    this.word = undefined
    this.made = undefined
    this.progress = undefined
  }

  private hear(event: SetUpEvent | undefined, behind: number): void {
    if (event?.is === 'started') {
      this.start(true)
      this.at = behind
    }
    if (!event || !this.begun) return
    if (event.is === 'progress') {
      const { phase, bytes, of } = event
      const same = this.progress?.phase === phase ? this.progress : undefined
      this.progress = { phase, bytes: bytes ?? same?.bytes ?? 0, of: of ?? same?.of ?? 0 }
    } else if (event.is === 'made') this.made = { place: event.place, bytes: event.bytes }
    else if (event.is !== 'started') this.word = event
  }
}
