/** Where a pass forward keeps what the way back needs: addresses in the engine's memory. */

/** Addresses of one layer's activations, [rows, …] each. */
export interface LayerTape {
  /** What came in. */
  readonly input: number
  readonly attentionIn: number
  readonly attentionInverse: number
  /** Before their norms. */
  readonly rawQuery: number
  readonly rawKey: number
  readonly queryInverse: number
  readonly keyInverse: number
  /** Normed and turned. */
  readonly query: number
  readonly key: number
  readonly value: number
  readonly attended: number
  /** Input plus attention. */
  readonly middle: number
  readonly feedIn: number
  readonly feedInverse: number
  readonly gate: number
  readonly up: number
  readonly fed: number
}

export interface Tape {
  readonly rows: number
  readonly tokens: number
  readonly positions: number
  readonly layers: readonly LayerTape[]
  /** What the last layer gave, its norm, and the norm's factors. */
  readonly last: number
  readonly lastInverse: number
  readonly normed: number
}
