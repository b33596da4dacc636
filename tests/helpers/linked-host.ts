/** This computer as a host behind a link that a test cuts, makes deaf and mends, by a clock that the test moves. */
import { EventEmitter } from 'node:events'
import type { Client } from 'ssh2'
import { Failure } from '#core/failure/failure.ts'
import type { Host } from '#engine/host/host.ts'
import { LocalHost } from '#engine/host/local-host.ts'
import type { Connection } from '#engine/host/ssh-connect.ts'
import { SshLink } from '#engine/host/ssh-link.ts'
import type { ManualClock } from '#tests/fakes/clock.ts'

export interface LinkedHost {
  readonly host: Host
  /** Times that somebody knocked. */
  knocks(): number
  /** The link ends, and nobody answers any more. */
  cut(): void
  /** Nothing that is asked is answered, and nobody is told. */
  deafen(): void
  mend(): void
}

/** @param home of the host's user */
export function linkedHost(home: string, clock: ManualClock): LinkedHost {
  const local = new LocalHost(home)
  let [away, deaf, knocked] = [false, false, 0]
  let breakLink: () => void = () => undefined
  const lost = (): Failure => new Failure('host.linkLost', { place: 'me@gpu' })
  const link = new SshLink(
    'me@gpu',
    async (): Promise<Connection> => {
      knocked++
      if (away) throw new Failure('host.noRoute', { place: 'me@gpu' })
      const closed = new Promise<void>((resolve) => {
        breakLink = resolve
      })
      return { client: new EventEmitter() as unknown as Client, closed, close: () => breakLink() }
    },
    clock,
  )
  /** As over SSH: what is asked of a link that is gone fails, what is asked of a deaf one waits. */
  const over = async <T>(work: () => Promise<T>): Promise<T> => {
    const { closed } = await link.use()
    const gone = closed.then(() => {
      throw lost()
    })
    return Promise.race([deaf ? new Promise<T>(() => undefined) : work(), gone])
  }
  return {
    host: {
      id: 'h',
      home: () => over(() => local.home()),
      run: (...asked) => over(() => local.run(...asked)),
      upload: (...asked) => over(() => local.upload(...asked)),
      download: (...asked) => over(() => local.download(...asked)),
      readFrom: (...asked) => over(() => local.readFrom(...asked)),
      write: (...asked) => over(() => local.write(...asked)),
      list: (...asked) => over(() => local.list(...asked)),
      makeFolder: (...asked) => over(() => local.makeFolder(...asked)),
      remove: (...asked) => over(() => local.remove(...asked)),
      close: async () => link.close(),
    },
    knocks: () => knocked,
    cut: () => {
      away = true
      breakLink()
    },
    deafen: () => {
      deaf = true
    },
    mend: () => {
      if (deaf) breakLink()
      away = false
      deaf = false
    },
  }
}
