import {
  BIGINT,
  DuckDBTableFunction,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api'
import { sqlText, withDuckDb } from './duckdb.ts'

/** verl reads whole row groups; larger ones cost its workers memory. */
const ROW_GROUP = 1000
/** Rows asked for at a time; divides ROW_GROUP, so that groups come out full. */
const CHUNK = 500

export type Cell = string | number | readonly string[]
export interface Column {
  readonly name: string
  readonly type: 'text' | 'integer' | 'texts'
}

export interface ParquetSource {
  readonly columns: readonly Column[]
  readonly count: number
  /** The cells of a row, in the order of `columns`; called once for each row, in order. */
  row(index: number): readonly Cell[]
}

const TYPES: Readonly<Record<Column['type'], DuckDBType>> = {
  text: VARCHAR,
  integer: BIGINT,
  texts: LIST(VARCHAR),
}

const toDuckDb = (cell: Cell): DuckDBValue => {
  if (typeof cell === 'string') return cell
  return typeof cell === 'number' ? BigInt(cell) : listValue([...cell])
}

/** The rows as a table function: DuckDB pulls them, so that no more than a chunk is ever held. */
function tableOf(
  source: ParquetSource,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): DuckDBTableFunction {
  let next = 0
  return DuckDBTableFunction.create({
    name: 'source_rows',
    bindFunction: (info) => {
      for (const { name, type } of source.columns) info.addResultColumn(name, TYPES[type])
    },
    initFunction: (info) => info.setMaxThreads(1),
    mainFunction: (info, output) => {
      try {
        signal.throwIfAborted()
        const end = Math.min(source.count, next + CHUNK)
        const columns: DuckDBValue[][] = source.columns.map(() => [])
        for (; next < end; next++) {
          for (const [at, cell] of source.row(next).entries()) columns[at]?.push(toDuckDb(cell))
        }
        const rows = columns[0]?.length ?? 0
        output.rowCount = rows
        if (rows > 0) for (const [at, values] of columns.entries()) output.setColumnValues(at, values)
      } catch (error) {
        failed(error)
        info.setError('the rows could not be read')
      }
    },
  })
}

/**
 * Writes rows to a Parquet file with a fixed schema, streaming: memory stays flat however many there are. The same
 * rows give the same bytes. zstd: pyarrow, and so verl, reads it, and it costs less CPU here than snappy.
 *
 * @param file must lie in `folder`
 * @param select SQL projection over the source's columns
 * @throws what `row` throws, or the signal's reason
 */
export async function writeParquet(
  folder: string,
  file: string,
  source: ParquetSource,
  select: string,
  signal: AbortSignal,
): Promise<void> {
  let cause: { readonly error: unknown } | undefined
  try {
    await withDuckDb(folder, async (connection) => {
      connection.registerTableFunction(
        tableOf(source, signal, (error) => {
          cause = { error }
        }),
      )
      await connection.run(
        `COPY (SELECT ${select} FROM source_rows()) TO ${sqlText(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP})`,
      )
    })
  } catch (error) {
    throw cause === undefined ? error : cause.error
  }
}
