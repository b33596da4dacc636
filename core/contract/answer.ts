import { z } from 'zod'
import { Failure, type SpokenFailure } from '../failure/failure.ts'
import { sayFailure, type WindowLanguage } from '../failure/words.ts'
import { type CallName, contract, type Handlers } from './contract.ts'

// Code made at run time is forbidden by the window's CSP and unwanted everywhere else.
z.config({ jitless: true })

export type CallAnswer<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly failure: SpokenFailure }

/** Decodes, runs the handler, and never rejects: a failure is an answer, in the user's language. */
export async function answerCall<C extends CallName>(
  handlers: Pick<Handlers, C>,
  name: C,
  rawInput: unknown,
  language: WindowLanguage,
): Promise<CallAnswer<unknown>> {
  try {
    return { ok: true, data: await handlers[name](decodeCall(name, rawInput)) }
  } catch (error) {
    return { ok: false, failure: sayFailure(error, language) }
  }
}

/** @throws Failure `call.badInput` */
export function decodeCall<C extends CallName>(name: C, rawInput: unknown): Parameters<Handlers[C]>[0] {
  const decoded = contract[name].input.safeParse(rawInput)
  if (!decoded.success) throw new Failure('call.badInput', { call: name }, z.prettifyError(decoded.error))
  return decoded.data as Parameters<Handlers[C]>[0]
}
