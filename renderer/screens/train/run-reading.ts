import type { SpokenFailure } from '#core/failure/failure.ts'
import { ChainSeries, type Link } from '#core/training/chain.ts'
import { call, spoken } from '../../bridge/looptool.ts'

/** A run, or the part of it that counts in a chain. */
export type RunPart = Pick<Link<unknown>, 'before' | 'upTo'> & { readonly id: string }

/** One run, or a chain of them, read from the start and followed as its last run grows. */
export class RunReading {
  chain: ChainSeries
  /** Grows with every change of the series. */
  version = 0
  /** How often a log was written anew. */
  resets = 0
  loading = true
  failure: SpokenFailure | undefined
  private readonly parts: readonly RunPart[]
  private readonly changed: () => boolean
  private at = 0
  private cursor: string | undefined
  private busy = false
  /** News came while reading. */
  private again = false

  /** @param changed is told after each page, and says whether anybody still looks */
  constructor(parts: readonly RunPart[], changed: () => boolean) {
    this.parts = parts
    this.changed = changed
    this.chain = new ChainSeries(parts)
  }

  grows(id: string): boolean {
    return this.parts.at(-1)?.id === id
  }

  /** Reads all that is there by now. */
  async follow(): Promise<void> {
    this.again = true
    if (this.busy) return
    this.busy = true
    try {
      while (this.again) {
        this.again = false
        while (await this.readPage()) if (!this.tell()) return
      }
      this.failure = undefined
    } catch (error) {
      this.failure = spoken(error)
    } finally {
      this.busy = false
      this.loading = false
      this.tell()
    }
  }

  private tell(): boolean {
    this.version++
    return this.changed()
  }

  /** @returns whether there is more to read now */
  private async readPage(): Promise<boolean> {
    const part = this.parts[this.at]
    if (!part) return false
    const { id } = part
    const page = await call('training.points', {
      id,
      ...(this.cursor === undefined ? {} : { after: this.cursor }),
    })
    if (page.reset && this.at > 0) {
      this.startOver()
      return true
    }
    if (page.reset) this.startOver()
    this.chain.addBatch(this.at, page)
    this.cursor = page.cursor
    if (page.more) return true
    if (this.at === this.parts.length - 1) return false
    this.at++
    this.cursor = undefined
    return true
  }

  private startOver(): void {
    this.chain = new ChainSeries(this.parts)
    this.resets++
    this.at = 0
    this.cursor = undefined
  }
}
