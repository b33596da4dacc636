import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogPage, LogRow } from '#core/contract/settings-views.ts'
import { fits, LOG_PARTS, type LogFilter, type LogPart, readLogLine } from '#core/log/log-line.ts'
import { logNames } from './log-file.ts'

/** Raw lines of a part, oldest first. A file that is not there has none. */
export async function linesOf(folder: string, part: LogPart): Promise<string[]> {
  const files = logNames(part).reverse()
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')))
  return texts.flatMap((text) => text.split('\n')).filter((line) => line !== '')
}

/** The latest lines that fit, latest first. @param limit most rows; `total` counts all that fit */
export async function readLogs(folder: string, filter: LogFilter, limit: number): Promise<LogPage> {
  const parts = filter.part === undefined ? LOG_PARTS : [filter.part]
  const rows: LogRow[] = []
  for (const part of parts) {
    const lines = await linesOf(folder, part)
    for (const [number, text] of lines.entries()) {
      const line = readLogLine(text)
      if (line && fits(line, filter)) rows.push({ ...line, id: `${part} ${number}` })
    }
  }
  rows.reverse().sort((a, b) => b.at.localeCompare(a.at))
  return { rows: rows.slice(0, limit), total: rows.length }
}
