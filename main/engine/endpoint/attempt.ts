import type { ReplyContent } from '#core/endpoint/reply.ts'
import { type TransportCode, TransportError } from '#core/endpoint/transport.ts'
import type { Outcome } from './admission.ts'
import { Broken } from './exchange.ts'

/** What one attempt came to. */
export type Attempt =
  | { readonly is: 'reply'; readonly content: ReplyContent }
  | { readonly is: 'final'; readonly error: TransportError }
  /** Refused for a field that it can do without; to be sent again without it. */
  | { readonly is: 'amended' }
  | {
      readonly is: 'fault'
      readonly code: TransportCode
      readonly detail: string
      readonly overloaded: boolean
      readonly waitAsked: number | undefined
    }

/** What the admission has to know of it. */
export const outcomeOf = (attempt: Attempt): Outcome => {
  if (attempt.is === 'reply') return { what: 'served' }
  return attempt.is === 'fault' ? { ...attempt, what: 'fault' } : { what: 'refused' }
}

export const faultAttempt = (code: TransportCode, detail: string): Extract<Attempt, { is: 'fault' }> => ({
  is: 'fault',
  code,
  detail,
  overloaded: false,
  waitAsked: undefined,
})

/** No whole reply: worth another attempt, or not. @throws what is no failure of the exchange (an abort) */
export function brokenAttempt(error: unknown): Attempt {
  if (error instanceof TransportError) return { is: 'final', error }
  if (!(error instanceof Broken)) throw error
  if (error.code === 'endpoint.tooLarge')
    return { is: 'final', error: new TransportError('item', error.code, error.message) }
  if (error.fatal) return { is: 'final', error: new TransportError('job', error.code, error.message) }
  return { ...faultAttempt(error.code, error.message), overloaded: error.code === 'endpoint.timeout' }
}
