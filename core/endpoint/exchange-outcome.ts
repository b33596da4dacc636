import type { TransportCode } from './transport.ts'

/** A whole reply, or how the exchange broke off: what verdicts are made from. */
export type ExchangeOutcome =
  | {
      readonly is: 'reply'
      readonly status: number
      readonly contentType: string
      readonly retryAfter: string | undefined
      readonly location: string | undefined
      readonly authenticate: string | undefined
      readonly text: string
      readonly ms: number
    }
  | {
      readonly is: 'broken'
      readonly code: TransportCode
      /** The system's own code, e.g. `ECONNRESET`, or empty. */
      readonly system: string
      readonly detail: string
      /** Bytes of a reply had come. */
      readonly begun: boolean
      /** What was said in place of HTTP, as far as it can be read. */
      readonly greeting: string
      readonly ms: number
    }

export type Reply = Extract<ExchangeOutcome, { is: 'reply' }>
export type Break = Extract<ExchangeOutcome, { is: 'broken' }>
