/** Tool sets in the database. A tool is stored once by its content; a set is a list of hashes. */
import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ToolSetInfo } from '#core/contract/views.ts'
import { Failure } from '#core/failure/failure.ts'
import type { JsonText } from '#core/json/exact.ts'
import type { Tool, ToolSet } from '#core/tool/tool.ts'
import type { Row, Store } from './store.ts'
import { readStored } from './stored.ts'

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const jsonText = z.string().transform((text) => text as JsonText)
const storedTool = z.object({
  name: z.string(),
  description: z.string(),
  parameters: jsonText,
  results: jsonText.optional(),
  category: z.string().optional(),
  sourceName: z.string().optional(),
})

/** A tool is named by its content, so a changed byte shows. */
function decodeTool(hash: string, body: string): Tool {
  if (sha256(body) !== hash) throw new Failure('record.damaged', { what: 'tool' }, hash)
  return readStored('tool', body, (raw) => storedTool.parse(raw) as Tool)
}

const infoOf = (row: Row): ToolSetInfo => ({
  id: String(row.id),
  name: String(row.name),
  version: Number(row.version),
  hash: String(row.hash),
  toolCount: Number(row.tool_count),
  createdAt: String(row.created_at),
})

/** Saves a new version under the name; saving the latest contents again answers with what is there. */
export async function saveToolSet(
  store: Store,
  name: string,
  tools: readonly Tool[],
  hash: string,
  at: string,
): Promise<ToolSetInfo> {
  if (tools.length === 0) throw new Failure('toolSet.empty')
  const latest = await store.get('SELECT * FROM tool_set WHERE name = ? ORDER BY version DESC LIMIT 1', [
    name,
  ])
  if (latest && latest.hash === hash) return infoOf(latest)
  const id = randomUUID()
  const version = latest ? Number(latest.version) + 1 : 1
  const bodies = tools.map((tool) => JSON.stringify(tool))
  const hashes = bodies.map(sha256)
  await store.write([
    ...bodies.map((body, i) => ({
      sql: 'INSERT OR IGNORE INTO content VALUES (?, ?)',
      params: [hashes[i] ?? '', body],
    })),
    {
      sql: 'INSERT INTO tool_set VALUES (?, ?, ?, ?, ?, ?, ?)',
      params: [id, name, version, hash, JSON.stringify(hashes), tools.length, at],
    },
  ])
  return { id, name, version, hash, toolCount: tools.length, createdAt: at }
}

/** Latest first. */
export async function listToolSets(store: Store): Promise<ToolSetInfo[]> {
  const rows = await store.all(
    'SELECT id, name, version, hash, tool_count, created_at FROM tool_set ORDER BY created_at DESC, version DESC',
  )
  return rows.map(infoOf)
}

/** @throws Failure `toolSet.notFound` */
export async function loadToolSet(store: Store, id: string): Promise<ToolSet> {
  const row = await store.get('SELECT * FROM tool_set WHERE id = ?', [id])
  if (!row) throw new Failure('toolSet.notFound', { id })
  const bodies = await store.all(
    'SELECT c.hash, c.body FROM json_each(?) AS j JOIN content AS c ON c.hash = j.value ORDER BY j.key',
    [String(row.tools)],
  )
  const { name, version, hash, toolCount } = infoOf(row)
  const tools = bodies.map((b) => decodeTool(String(b.hash), String(b.body)))
  if (tools.length !== toolCount)
    throw new Failure('record.damaged', { what: 'tool set' }, 'some of its tools are missing')
  return { id, name, version, hash, tools }
}
