/** A way between two ends that a test may cut, or make deaf: nothing passes any more, and nobody is told. */
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface CutProxy {
  readonly port: number
  /** Ends every connection that passes now. */
  cut(): void
  /** What comes in is dropped from now on; connections stay open. */
  deafen(): void
  /** Takes no connections until `mend`. */
  refuse(): void
  /** Everything passes again; connections that were made deaf are ended. */
  mend(): void
  /** Connections that were ever made through it. */
  readonly made: () => number
  close(): Promise<void>
}

export async function cutProxy(target: number): Promise<CutProxy> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let deaf = false
  let refusing = false
  let made = 0
  const server: Server = createServer((inner) => {
    if (refusing) return inner.destroy()
    made++
    const outer = connect(target, '127.0.0.1')
    const pair = [inner, outer] as const
    pairs.add(pair)
    const end = (): void => {
      inner.destroy()
      outer.destroy()
      pairs.delete(pair)
    }
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      from.on('data', (bytes) => {
        if (!deaf) to.write(bytes)
      })
      from.on('error', end)
      from.on('close', end)
    }
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const cut = (): void => {
    for (const [inner, outer] of [...pairs]) {
      inner.destroy()
      outer.destroy()
    }
  }
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut,
    deafen: () => {
      deaf = true
    },
    refuse: () => {
      refusing = true
      cut()
    },
    mend: () => {
      if (deaf) cut()
      deaf = false
      refusing = false
    },
    made: () => made,
    close: async () => {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
