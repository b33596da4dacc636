import type { Sample } from '#core/sample/sample.ts'
import type { SampleSource } from './sample-window.ts'

/** Samples read past and not asked for yet; more than any job has items in flight. */
const MOST_HELD = 4096

/**
 * Hands out some of a dataset's samples by id, asked for in about its order, reading along once in place of looking
 * each one up. A sample that was read past long ago, or comes late, is looked up by itself.
 */
export class SamplesAlong {
  private readonly source: SampleSource
  private readonly dataset: string
  private readonly held = new Map<string, Sample>()
  private reader: AsyncIterator<Sample> | undefined
  private ended = false
  private turn: Promise<unknown> = Promise.resolve()

  constructor(source: SampleSource, dataset: string) {
    this.source = source
    this.dataset = dataset
  }

  /** @throws Failure `sample.notFound` */
  get(id: string): Promise<Sample> {
    const found = this.turn.then(() => this.find(id))
    this.turn = found.catch(() => undefined)
    return found
  }

  private async find(id: string): Promise<Sample> {
    const known = this.held.get(id) ?? (await this.readTo(id))
    this.held.delete(id)
    return known ?? this.source.sample(this.dataset, id)
  }

  private async readTo(id: string): Promise<Sample | undefined> {
    this.reader ??= this.source.samples(this.dataset)[Symbol.asyncIterator]()
    while (!this.ended) {
      const { value, done } = await this.reader.next()
      if (done) this.ended = true
      else if (value.id === id) return value
      else {
        this.held.set(value.id, value)
        if (this.held.size > MOST_HELD) this.held.delete(this.held.keys().next().value ?? '')
      }
    }
    return undefined
  }

  /** Gives the reading up; samples can still be looked up. */
  async close(): Promise<void> {
    this.ended = true
    this.held.clear()
    await this.reader?.return?.()
  }
}
