import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

/** `'` doubled: a path as an SQL string, where a parameter cannot stand. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/**
 * An in-memory DuckDB that reads and writes below one folder and nothing else: no network, no extension is ever
 * fetched, and no statement can widen that again. One thread, so that a file's bytes depend on its rows alone.
 *
 * @param work is given a connection; everything is closed behind it.
 */
export async function withDuckDb<T>(
  folder: string,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: '512MB',
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  })
  const connection = await instance.connect()
  try {
    await connection.run(`SET allowed_directories = [${sqlText(folder)}]`)
    await connection.run('SET enable_external_access = false')
    await connection.run('SET lock_configuration = true')
    return await work(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
