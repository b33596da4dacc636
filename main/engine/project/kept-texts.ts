/** Texts that records name by their hash; each is stored once, beside the tools. */
import type { Store } from './store.ts'
import { sha256 } from './tool-set-records.ts'

/** @param texts by hash */
export async function keepTexts(store: Store, texts: ReadonlyMap<string, string>): Promise<void> {
  if (texts.size === 0) return
  await store.write(
    [...texts].map(([hash, text]) => ({
      sql: 'INSERT OR IGNORE INTO content VALUES (?, ?)',
      params: [hash, text],
    })),
  )
}

/** Those that are there, by hash. A text that is not what its name says is as good as gone. */
export async function keptTexts(store: Store, hashes: readonly string[]): Promise<Map<string, string>> {
  const rows = await store.all(
    'SELECT c.hash, c.body FROM json_each(?) AS j JOIN content AS c ON c.hash = j.value',
    [JSON.stringify(hashes)],
  )
  return new Map(
    rows
      .map(({ hash, body }): [string, string] => [String(hash), String(body)])
      .filter(([hash, body]) => sha256(body) === hash),
  )
}
