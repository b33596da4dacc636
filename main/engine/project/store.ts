/** The project's database as the rest of the engine sees it: asynchronous, one writer, durable when it answers. */

export type SqlValue = null | number | bigint | string | Uint8Array
export type Row = Readonly<Record<string, SqlValue>>
export interface Statement {
  readonly sql: string
  readonly params: readonly SqlValue[]
}

export interface Store {
  /**
   * All statements or none. Resolves once they are on disk. Units that arrive together share one commit.
   * @throws Failure `disk.full`, or the database's own error; then nothing of this unit was kept.
   */
  write(statements: readonly Statement[]): Promise<void>
  all(sql: string, params?: readonly SqlValue[]): Promise<Row[]>
  get(sql: string, params?: readonly SqlValue[]): Promise<Row | undefined>
  /** Copies the database, complete and consistent, to a file. */
  backup(file: string): Promise<void>
  close(): Promise<void>
}
