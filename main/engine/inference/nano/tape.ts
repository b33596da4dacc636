/** Where a pass forward keeps what the way back needs: addresses in the engine's memory. */
import type { Model } from './model.ts'

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
  /** The last layer gives a result only from this row on; the rows before have keys and values there. */
  readonly wantedFrom: number
  readonly tokens: number
  readonly positions: number
  /** As in the batch. */
  readonly parents: number
  readonly layers: readonly LayerTape[]
  /** What the last layer gave of the wanted rows, its norm, and the norm's factors. */
  readonly last: number
  readonly lastInverse: number
  readonly normed: number
}

/** The same layer's activations, from a row on. */
export function fromRow({ config, inner }: Model, tape: LayerTape, row: number): LayerTape {
  const past = (address: number, width: number): number => address + row * width * 4
  const { width, feedForward, heads } = config
  return {
    input: past(tape.input, width),
    attentionIn: past(tape.attentionIn, width),
    attentionInverse: past(tape.attentionInverse, 1),
    rawQuery: past(tape.rawQuery, inner),
    rawKey: past(tape.rawKey, inner),
    queryInverse: past(tape.queryInverse, heads),
    keyInverse: past(tape.keyInverse, heads),
    query: past(tape.query, inner),
    key: past(tape.key, inner),
    value: past(tape.value, inner),
    attended: past(tape.attended, inner),
    middle: past(tape.middle, width),
    feedIn: past(tape.feedIn, width),
    feedInverse: past(tape.feedInverse, 1),
    gate: past(tape.gate, feedForward),
    up: past(tape.up, feedForward),
    fed: past(tape.fed, feedForward),
  }
}
