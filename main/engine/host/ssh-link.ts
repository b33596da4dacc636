/** A link to a host that is made when it is needed, and made again after it was lost. */
import { Failure } from '#core/failure/failure.ts'
import { connectTrouble } from '#core/host/trouble.ts'
import type { Connection } from './ssh-connect.ts'

export interface LinkClock {
  /** Milliseconds that never run backwards. */
  now(): number
}

/**
 * Waits between attempts, in milliseconds. Whoever follows a work has its news within 10 seconds of the link's return: this
 * wait, what is left of an attempt that nobody answers, a look's pause and the look itself.
 */
const WAITS = [0, 500, 1000, 2000, 4000]

export class SshLink {
  private readonly place: string
  private readonly connect: () => Promise<Connection>
  private readonly clock: LinkClock
  private current: Connection | undefined
  private attempt: Promise<Connection> | undefined
  private failures = 0
  private nextAt = 0
  private lastFailure: Failure | undefined
  private over = false

  /** @param place the machine as the user knows it */
  constructor(place: string, connect: () => Promise<Connection>, clock: LinkClock) {
    this.place = place
    this.connect = connect
    this.clock = clock
  }

  get state(): 'idle' | 'up' | 'lost' {
    if (this.current) return 'up'
    return this.lastFailure ? 'lost' : 'idle'
  }

  /**
   * The connection, made if there is none. Between two attempts the last failure is told at once, so that whoever polls
   * does not knock more often than is good for anybody.
   *
   * @throws Failure `host.*`
   */
  use(): Promise<Connection> {
    if (this.over) return Promise.reject(new Failure('host.closed'))
    if (this.current) return Promise.resolve(this.current)
    if (this.attempt) return this.attempt
    if (this.lastFailure && this.clock.now() < this.nextAt) return Promise.reject(this.lastFailure)
    this.attempt = this.connected().finally(() => {
      this.attempt = undefined
    })
    return this.attempt
  }

  /** The next use tries at once: a person waits, or something has changed. */
  wake(): void {
    this.failures = 0
    this.nextAt = 0
  }

  close(): void {
    this.over = true
    this.current?.close()
    this.current = undefined
  }

  private async connected(): Promise<Connection> {
    try {
      const made = await this.connect()
      if (this.over) {
        made.close()
        throw new Failure('host.closed')
      }
      this.hold(made)
      return made
    } catch (error) {
      throw this.noted(connectTrouble(error, 'login', this.place))
    }
  }

  private hold(made: Connection): void {
    this.current = made
    this.failures = 0
    this.lastFailure = undefined
    // A link that breaks is no error of whoever does not use it just then.
    made.client.on('error', () => made.close())
    void made.closed.then(() => {
      if (this.current === made) this.current = undefined
      if (!this.over) this.noted(new Failure('host.linkLost', { place: this.place }))
    })
  }

  private noted(failure: Failure): Failure {
    this.lastFailure = failure
    this.nextAt = this.clock.now() + (WAITS[Math.min(this.failures, WAITS.length - 1)] ?? 0)
    this.failures++
    return failure
  }
}
