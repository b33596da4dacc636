/** The only file that touches `window.looptool`. */
import type { CallAnswer, CallInput, CallName, CallOutput, Pushes, PushName } from '#core/contract/index.ts'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { sayFailure } from '#core/failure/words.ts'

interface Door {
  call(name: string, input: unknown): Promise<CallAnswer<unknown>>
  on(listener: (name: string, payload: unknown) => void): () => void
  pathForFile(file: File): string
}
declare global {
  interface Window {
    readonly looptool: Door
  }
}

/** A call that the engine refused, with words for the user. */
export class CallError extends Error {
  readonly failure: SpokenFailure
  constructor(failure: SpokenFailure) {
    super(failure.message)
    this.name = 'CallError'
    this.failure = failure
  }
}

type Input<C extends CallName> = undefined extends CallInput<C> ? [] : [CallInput<C>]

/** Asks the engine. @throws CallError */
export async function call<C extends CallName>(name: C, ...input: Input<C>): Promise<CallOutput<C>> {
  const answer = await window.looptool.call(name, input[0])
  if (!answer.ok) throw new CallError(answer.failure)
  // The contract's output type holds on the other side of the door: a handler with another one does not compile.
  return answer.data as CallOutput<C>
}

/** Hears one kind of push; gives back a function that ends it. */
export const on = <P extends PushName>(push: P, listener: (payload: Pushes[P]) => void): (() => void) =>
  window.looptool.on((name, payload) => {
    if (name === push) listener(payload as Pushes[P])
  })

/** Paths of dropped files; those that lie nowhere on disk are left out. */
export const pathsOf = (files: Iterable<File>): string[] =>
  [...files].map((file) => window.looptool.pathForFile(file)).filter((path) => path !== '')

/** Whatever was thrown, in a shape that a failure card can show. */
export const spoken = (error: unknown): SpokenFailure =>
  error instanceof CallError
    ? error.failure
    : sayFailure(error, document.documentElement.lang.startsWith('zh') ? 'zh' : 'en')
