/** One line of the bench table. A bench asserts nothing: `bar` is what quality asks for, the reader compares. */
export interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly bar?: string
  readonly note?: string
}
