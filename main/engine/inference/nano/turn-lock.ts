/** Many may read the weights at once; who changes them is alone. In the order in which they ask. */
export class TurnLock {
  private readers: Promise<unknown>[] = []
  private writer: Promise<unknown> = Promise.resolve()

  read<T>(work: () => Promise<T>): Promise<T> {
    const done = this.writer.then(work)
    this.readers.push(done.catch(() => undefined))
    return done
  }

  write<T>(work: () => Promise<T>): Promise<T> {
    const before = [this.writer, ...this.readers]
    this.readers = []
    const done = Promise.all(before).then(work)
    this.writer = done.catch(() => undefined)
    return done
  }
}
