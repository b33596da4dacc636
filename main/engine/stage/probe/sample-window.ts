import type { Sample } from '#core/sample/sample.ts'

/** Where samples come from. */
export interface SampleSource {
  /**
   * All samples of a dataset, always in the same order. An iteration may be given up in the middle.
   *
   * @throws Failure when there is no such dataset
   */
  samples(dataset: string): AsyncIterable<Sample>
  /** One sample. @throws Failure `sample.notFound` */
  sample(dataset: string, id: string): Promise<Sample>
}

/** Samples read ahead and not asked for yet; more than any job has items in flight. */
const MOST_HELD = 4096

/**
 * Hands out a dataset's samples in about the order of their ordinals, reading along once in place of looking each
 * one up. An item that comes late (it is tried again) is looked up by itself.
 */
export class SampleWindow {
  private readonly source: SampleSource
  private readonly dataset: string
  private readonly held = new Map<number, Sample>()
  private reader: AsyncIterator<Sample> | undefined
  private next = 0
  private turn: Promise<unknown> = Promise.resolve()

  constructor(source: SampleSource, dataset: string) {
    this.source = source
    this.dataset = dataset
  }

  /** @throws Failure `sample.notFound` */
  get(ordinal: number, id: string): Promise<Sample> {
    const found = this.turn.then(() => this.find(ordinal, id))
    this.turn = found.catch(() => undefined)
    return found
  }

  private async find(ordinal: number, id: string): Promise<Sample> {
    if (ordinal >= this.next) await this.readTo(ordinal)
    const sample = this.held.get(ordinal)
    this.held.delete(ordinal)
    return sample?.id === id ? sample : this.source.sample(this.dataset, id)
  }

  private async readTo(ordinal: number): Promise<void> {
    this.reader ??= this.source.samples(this.dataset)[Symbol.asyncIterator]()
    while (this.next <= ordinal) {
      const { value, done } = await this.reader.next()
      if (done) return
      this.held.set(this.next++, value)
      if (this.held.size > MOST_HELD) this.held.delete(this.held.keys().next().value ?? 0)
    }
  }

  /** Gives the reading up; samples can still be looked up. */
  async close(): Promise<void> {
    this.held.clear()
    await this.reader?.return?.()
  }
}
