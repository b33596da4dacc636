/** What an MCP server answers to `tools/list`, in the wrappings that people paste. */
import { type ExactJson, ExactNumber, type ExactObject, isExactObject } from '../../json/exact.ts'
import type { Collector } from './collector.ts'
import { readFunction } from './functions.ts'
import { type Entry, listEntries } from './read-document.ts'

// TypeScript servers write `title` and `$schema` into every schema, Python servers a `title` on every property.
const LAYOUT = { dropTitles: true }

export function importMcpTools(
  entries: readonly Entry[],
  category: string | undefined,
  out: Collector,
): void {
  for (const { where, value } of entries) {
    out.entry(where, (notes) => readFunction(value, { ...LAYOUT, category }, notes))
  }
}

const cursorOf = (page: ExactObject): string | undefined => {
  const cursor = page.get('nextCursor')
  return typeof cursor === 'string' && cursor !== '' ? cursor : undefined
}

function errorText(error: ExactJson): string {
  const message = isExactObject(error) ? error.get('message') : undefined
  return typeof message === 'string' ? message : ''
}

/** Replies in the order of the server; notifications between them are passed over. */
export function importMcpReplies(messages: readonly Entry[], out: Collector): void {
  let more: { where: string; cursor: string } | undefined
  let replies = 0
  for (const { where, value } of messages) {
    if (!isExactObject(value)) {
      out.refuse(where, 'entry.notObject')
      continue
    }
    const page = value.get('result')
    const list = isExactObject(page) ? page.get('tools') : undefined
    if (isExactObject(page) && Array.isArray(list)) {
      replies++
      importMcpTools(listEntries(list, `${where}/result/tools`), undefined, out)
      const cursor = cursorOf(page)
      more = cursor === undefined ? undefined : { where: `${where}/result/nextCursor`, cursor }
    } else if (value.has('error'))
      out.refuse(`${where}/error`, 'mcp.error', errorText(value.get('error') ?? null))
    else if (value.has('result') || value.has('response')) out.refuse(where, 'mcp.notTools')
  }
  if (more) out.refuse(more.where, 'mcp.morePages', more.cursor)
  else if (replies === 0 && messages.length === 1 && !hasReply(messages[0]?.value))
    out.refuse('', 'mcp.notTools')
}

const hasReply = (value: ExactJson | undefined): boolean =>
  isExactObject(value) && ['result', 'error', 'response'].some((key) => value.has(key))

/** Toucan's crawl of a server: tools deep inside, a ready category beside them. */
export function importToucan(root: ExactObject, list: readonly ExactJson[], out: Collector): void {
  const labels = root.get('labels')
  const label = isExactObject(labels) ? labels.get('primary_label') : undefined
  const category = typeof label === 'string' && label.trim() !== '' ? label.trim() : undefined
  importMcpTools(listEntries(list, '/metadata/remote_server_response/tools'), category, out)
}

/** JSON-RPC marks a message as such; a bare number as version is seen in hand-made files. */
export const isRpc = (value: ExactJson): boolean => {
  if (!isExactObject(value)) return false
  const version = value.get('jsonrpc')
  return typeof version === 'string' || version instanceof ExactNumber
}
