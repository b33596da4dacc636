/** A frozen, numbered list of samples with where it came from. Its files never change once it is listed. */
export interface Dataset {
  readonly id: string
  readonly number: number
  readonly name: string
  /** Of the ordered samples and the split; names the folder. */
  readonly hash: string
  readonly counts: {
    readonly train: number
    readonly test: number
    readonly refused: Readonly<Record<string, number>>
  }
  readonly parents: readonly { readonly job?: string; readonly dataset?: string; readonly file?: string }[]
  readonly createdAt: string
  readonly job: string
}
