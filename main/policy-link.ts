/** The small policy's processes as the engine's process sees them: wished for from main, spoken to through a port. */
import type { PolicyProcess, ToPolicy } from '#engine/inference/small-policy/messages.ts'
import type { PolicyNews, PolicyWish } from './engine-message.ts'

/** What this needs of Electron's MessagePortMain. */
export interface PolicyPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  start(): void
  close(): void
  postMessage(message: ToPolicy): void
}

interface Linked {
  /** Said before the port was there. */
  readonly early: ToPolicy[]
  readonly onMessage: ((message: unknown) => void)[]
  readonly onExit: (() => void)[]
  port?: PolicyPort
}

export class PolicyLinks {
  private readonly linked = new Map<number, Linked>()
  private readonly wish: (wish: PolicyWish) => void
  private lastId = 0

  constructor(wish: (wish: PolicyWish) => void) {
    this.wish = wish
  }

  start(): PolicyProcess {
    const id = ++this.lastId
    const one: Linked = { early: [], onMessage: [], onExit: [] }
    this.linked.set(id, one)
    this.wish({ type: 'policy', id, act: 'start' })
    return {
      post: (message) => {
        if (one.port) one.port.postMessage(message)
        else one.early.push(message)
      },
      onMessage: (listener) => one.onMessage.push(listener),
      onExit: (listener) => one.onExit.push(listener),
      kill: () => this.wish({ type: 'policy', id, act: 'kill' }),
    }
  }

  hear({ id, what }: PolicyNews, port: PolicyPort | undefined): void {
    const one = this.linked.get(id)
    if (!one) return
    if (what === 'exit') {
      this.linked.delete(id)
      one.port?.close()
      for (const listener of one.onExit) listener()
    } else if (port) {
      one.port = port
      port.on('message', ({ data }) => {
        for (const listener of one.onMessage) listener(data)
      })
      port.start()
      for (const message of one.early.splice(0)) port.postMessage(message)
    }
  }
}
