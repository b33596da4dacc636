import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { z } from 'zod'
import type { Facets, Page, SampleRow, SampleView } from '#core/contract/views.ts'
import { CASE_TYPES, LANGUAGES } from '#core/dialog/case-type.ts'
import { Failure } from '#core/failure/failure.ts'
import { decodeSample } from '#core/sample/decode.ts'
import { renderRelease } from '#core/sample/render-release.ts'
import { FILES } from './dataset-files.ts'
import { withDuckDb } from './duckdb.ts'

export interface SampleQuery {
  /** Any text; found wherever something was said, upper or lower case. */
  readonly search: string
  readonly split?: 'train' | 'test' | undefined
  readonly language?: string | undefined
  readonly kind?: string | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

const rowSchema = z.object({
  ordinal: z.bigint(),
  id: z.string(),
  split: z.enum(['train', 'test']),
  kind: z.enum(CASE_TYPES),
  language: z.enum(LANGUAGES),
  messages: z.bigint().transform(Number),
  calls: z.array(z.string()),
  prompt: z.string(),
  answer: z.string(),
})
const countSchema = z.object({ n: z.bigint().transform(Number) })
const facetSchema = z.array(
  z.object({ facet: z.string(), value: z.string(), n: z.bigint().transform(Number) }),
)
const aboutSchema = z.object({ preamble: z.string() })

const COLUMNS = 'ordinal, id, split, kind, language, messages, calls, prompt, answer'
const FACETS = ['split', 'kind', 'language'] as const

/** Values only ever travel as parameters. */
interface Where {
  readonly sql: string
  readonly params: { search?: string } & Record<string, DuckDBValue>
}

function where(query: SampleQuery, file: string): Where {
  const parts = ['true']
  const params: Where['params'] = { file }
  const search = query.search.trim().toLowerCase()
  if (search !== '') {
    parts.push('contains(search, $search)')
    params.search = search
  }
  for (const name of FACETS) {
    const wanted = query[name]
    if (wanted === undefined) continue
    parts.push(`${name} = $${name}`)
    params[name] = wanted
  }
  return { sql: `FROM read_parquet($file) WHERE ${parts.join(' AND ')}`, params }
}

const rowsOf = async (
  connection: DuckDBConnection,
  sql: string,
  params: Record<string, DuckDBValue>,
): Promise<unknown[]> => (await connection.runAndReadAll(sql, params)).getRowObjectsJS()

const viewOf = ({ ordinal: _, ...row }: z.infer<typeof rowSchema>): SampleRow => row

async function facetsOf(connection: DuckDBConnection, { sql, params }: Where): Promise<Facets> {
  const counts = FACETS.map(
    (name) => `SELECT '${name}' AS facet, ${name} AS value, count(*) AS n ${sql} GROUP BY ${name}`,
  )
  const facets: Record<string, Record<string, number>> = {}
  for (const { facet, value, n } of facetSchema.parse(
    await rowsOf(connection, counts.join(' UNION ALL '), params),
  )) {
    facets[facet] = { ...facets[facet], [value]: n }
  }
  return facets
}

/**
 * A page of a dataset, in order, found by key. Facets count what the query finds, and only on the first page.
 *
 * @param folder of the dataset
 */
export function samplePage(
  folder: string,
  query: SampleQuery,
): Promise<Page<SampleRow> & { facets: Facets }> {
  return withDuckDb(folder, async (connection) => {
    const found = where(query, join(folder, FILES.samples))
    const after = /^\d{1,15}$/.test(query.after ?? '') ? Number(query.after) : -1
    const rows = z.array(rowSchema).parse(
      await rowsOf(
        connection,
        `SELECT ${COLUMNS} ${found.sql} AND ordinal > $after ORDER BY ordinal LIMIT $limit`,
        {
          ...found.params,
          after,
          limit: query.limit,
        },
      ),
    )
    const [count] = z
      .tuple([countSchema])
      .parse(await rowsOf(connection, `SELECT count(*) AS n ${found.sql}`, found.params))
    const last = rows.at(-1)
    return {
      rows: rows.map(viewOf),
      total: count.n,
      facets: query.after === undefined ? await facetsOf(connection, found) : {},
      ...(last !== undefined && rows.length === query.limit ? { next: String(last.ordinal) } : {}),
    }
  })
}

const bodySchema = rowSchema.extend({ tools: z.array(z.string()), body: z.string() })
const toolSchema = z.array(z.object({ hash: z.string(), body: z.string() }))

/** A sample with its rendering, as training sees it. @throws Failure `sample.notFound` */
export async function sampleOf(folder: string, id: string): Promise<Omit<SampleView, 'scripted'>> {
  const { preamble } = aboutSchema.parse(JSON.parse(await readFile(join(folder, FILES.about), 'utf8')))
  return withDuckDb(folder, async (connection) => {
    const [found] = await rowsOf(
      connection,
      `SELECT ${COLUMNS}, tools, body FROM read_parquet($file) WHERE id = $id LIMIT 1`,
      { file: join(folder, FILES.samples), id },
    )
    if (found === undefined) throw new Failure('sample.notFound', { id })
    const { tools: hashes, body, ...row } = bodySchema.parse(found)
    const known = toolSchema.parse(
      await rowsOf(connection, 'SELECT hash, body FROM read_parquet($file)', {
        file: join(folder, FILES.tools),
      }),
    )
    const byHash = new Map(known.map((tool) => [tool.hash, tool.body]))
    const tools = hashes.map((hash): unknown => JSON.parse(byHash.get(hash) ?? 'null'))
    const sample = decodeSample({ ...(JSON.parse(body) as object), tools })
    return { row: viewOf(row), sample, rendering: renderRelease(sample, preamble) }
  })
}
