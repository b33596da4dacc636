/** The process's side: hears messages, answers requests or trains. It does one of the two, as it is first told. */
import { Chats } from './chats.ts'
import { decodeToPolicy, type FromPolicy, type OpenOrder, type TrainOrder, tellFailure } from './messages.ts'
import { openPolicy } from './policy.ts'
import { type TrainDeps, trainRun } from './train-run.ts'

export interface ServeDeps extends TrainDeps {
  readonly say: (message: FromPolicy) => void
  /** Ends the process; what was said before must still arrive. */
  readonly exit: () => void
}

/** @returns what hears the engine's messages, raw */
export function serve(deps: ServeDeps): (raw: unknown) => void {
  let chats: Promise<Chats> | undefined
  let stopWanted = false

  const open = (order: OpenOrder): void => {
    chats = openPolicy(order, deps.openEngine).then((policy) => new Chats(policy, deps.say, deps.clock))
    chats.catch((error) => fail(error))
  }
  const train = (order: TrainOrder): void => {
    trainRun(order, deps, () => stopWanted).then(deps.exit, fail)
  }
  const fail = (error: unknown): void => {
    deps.say({ type: 'failed', failure: tellFailure(error) })
    deps.exit()
  }
  return (raw) => {
    const message = decodeToPolicy(raw)
    switch (message.type) {
      case 'open':
        return open(message)
      case 'train':
        return train(message)
      case 'ask':
        return void chats?.then((open) => open.answer(message)).catch(() => undefined)
      case 'stop':
        if (message.how === 'now') return deps.exit()
        stopWanted = true
    }
  }
}
