/** What a test tells the stub server to do; sent as JSON to its control address. */

/** A fault that one request meets. */
export type StubFault =
  /** Any whole reply. `{{model}}` in the body becomes the model asked for. */
  | {
      readonly kind: 'reply'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body: string
    }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Headers and half a body, then silence. */
  | { readonly kind: 'stall' }
  /** One byte now and then, for ever. */
  | { readonly kind: 'drip'; readonly everyMs: number }
  /** Half of the promised bytes, then the connection ends; `clean`: without having promised a length. */
  | { readonly kind: 'cut'; readonly clean: boolean }
  /** The connection is torn down at once. */
  | { readonly kind: 'reset' }
  /** Far too many bytes; `announced`: with the length in the headers. */
  | { readonly kind: 'huge'; readonly bytes: number; readonly announced: boolean }
  /** A gzip bomb. */
  | { readonly kind: 'gzip' }
  /** Bytes that are no HTTP. */
  | { readonly kind: 'noise' }

/** One thing that a scripted role says. `{{1}}` … are groups that `user` caught. */
export interface StubReply {
  readonly content?: string
  readonly thinking?: string
  readonly calls?: readonly { readonly name: string; readonly arguments: string }[]
}

/** Requests whose system text (and last message) match get these replies, by the number of their messages. */
export interface StubRole {
  /** Regular expression on the system message. */
  readonly system: string
  /** Regular expression on the last message. */
  readonly last?: string
  readonly replies: readonly StubReply[]
}

export interface StubScript {
  readonly latencyMs?: number
  readonly models?: readonly string[]
  /** A key that requests must carry. */
  readonly key?: string
  /** More requests than this at once are refused with 429. */
  readonly limit?: number
  /** Share of requests (0 to 1) that meet the fault; several shares are tried in order. */
  readonly faults?: readonly { readonly share: number; readonly fault: StubFault }[]
  /** Faults for the next requests, in order; before `faults`. */
  readonly next?: readonly StubFault[]
  readonly roles?: readonly StubRole[]
  /** The server does not say how many tokens a request took. */
  readonly countsNothing?: boolean
}

export interface StubCounts {
  readonly requests: number
  readonly open: number
  readonly mostOpen: number
  readonly refused: number
  readonly bodies: readonly string[]
}
