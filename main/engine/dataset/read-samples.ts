/** A dataset's samples read back whole, for the stages that follow. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { decodeSample } from '#core/sample/decode.ts'
import type { Sample } from '#core/sample/sample.ts'
import { FILES } from './dataset-files.ts'
import { withDuckDb } from './duckdb.ts'

const PAGE = 500
const rowSchema = z.object({ ordinal: z.bigint(), tools: z.array(z.string()), body: z.string() })
const toolSchema = z.array(z.object({ hash: z.string(), body: z.string() }))
const aboutSchema = z.object({ preamble: z.string() })

type Page = readonly { readonly ordinal: bigint; readonly sample: Sample }[]

interface Where {
  readonly folder: string
  readonly connection: DuckDBConnection
}

/** Tools stand once in a dataset; every sample names its own by hash. */
async function toolsIn({ folder, connection }: Where): Promise<ReadonlyMap<string, unknown>> {
  const found = await connection.runAndReadAll('SELECT hash, body FROM read_parquet($file)', {
    file: join(folder, FILES.tools),
  })
  const rows = toolSchema.parse(found.getRowObjectsJS())
  return new Map(rows.map(({ hash, body }) => [hash, JSON.parse(body) as unknown]))
}

async function pageIn(
  { folder, connection }: Where,
  part: string,
  after: bigint,
  tools: ReadonlyMap<string, unknown>,
): Promise<Page> {
  const found = await connection.runAndReadAll(
    `SELECT ordinal, tools, body FROM read_parquet($file)
     WHERE ($part = 'all' OR split = $part) AND ordinal > $after ORDER BY ordinal LIMIT ${PAGE}`,
    { file: join(folder, FILES.samples), part, after },
  )
  return z
    .array(rowSchema)
    .parse(found.getRowObjectsJS())
    .map(({ ordinal, tools: hashes, body }) => ({
      ordinal,
      sample: decodeSample({
        ...(JSON.parse(body) as object),
        tools: hashes.map((hash) => tools.get(hash)),
      }),
    }))
}

/** Samples in order, a page in memory at a time; nothing stays open when the iteration is given up. */
export async function* readSamples(folder: string, part: 'all' | 'train' | 'test'): AsyncGenerator<Sample> {
  // The first page comes with the tools: most readings are of a small dataset, and opening is what costs.
  const first = await withDuckDb(folder, async (connection) => {
    const tools = await toolsIn({ folder, connection })
    return { tools, page: await pageIn({ folder, connection }, part, -1n, tools) }
  })
  for (let { page } = first; ; ) {
    for (const { sample } of page) yield sample
    const after = page.at(-1)?.ordinal
    if (after === undefined || page.length < PAGE) return
    page = await withDuckDb(folder, (connection) => pageIn({ folder, connection }, part, after, first.tools))
  }
}

/** The policy's prompt that the dataset was rendered with. */
export async function preambleOf(folder: string): Promise<string> {
  return aboutSchema.parse(JSON.parse(await readFile(join(folder, FILES.about), 'utf8'))).preamble
}
