import { createReadStream } from 'node:fs'

/** A longer line is passed over; nothing that is read here writes such. */
const LONGEST_LINE = 8 << 20

/**
 * Whole lines of a file, one in memory at a time. A file that is not there has none; a last line without its end is
 * given too, since a reader knows a torn one.
 */
export async function* linesOfFile(file: string): AsyncGenerator<string> {
  let rest = ''
  let skipping = false
  try {
    for await (const part of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
      const lines = (rest + String(part)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (!skipping) yield line
        skipping = false
      }
      if (rest.length <= LONGEST_LINE) continue
      rest = ''
      skipping = true
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  if (rest !== '' && !skipping) yield rest
}
