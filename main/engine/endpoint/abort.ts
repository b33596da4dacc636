/**
 * One listener on a signal for the whole life of a request, with whatever has to be told now. Hundreds of requests
 * share a job's signal, and adding and removing listeners in each phase of each would cost more than the requests.
 */
export class Abort {
  private cancel: ((reason: unknown) => void) | undefined
  private readonly signal: AbortSignal
  private readonly listen = (): void => {
    const cancel = this.cancel
    this.cancel = undefined
    cancel?.(this.signal.reason)
  }

  /** @throws the signal's reason when it is aborted already */
  constructor(signal: AbortSignal) {
    signal.throwIfAborted()
    this.signal = signal
    signal.addEventListener('abort', this.listen)
  }

  /** Who is told of an abort from now on. @throws the signal's reason when it is aborted already */
  tell(cancel: (reason: unknown) => void): void {
    this.signal.throwIfAborted()
    this.cancel = cancel
  }

  /** What the promise gives, or the abort's reason if that comes first. */
  during<T>(promise: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.tell(reject)
      promise.then(resolve, reject)
    })
  }

  end(): void {
    this.cancel = undefined
    this.signal.removeEventListener('abort', this.listen)
  }
}
