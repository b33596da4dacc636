import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** SHA-256 of a file here, in hex. */
export async function sha256OfFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20, ...(signal ? { signal } : {}) }))
    hash.update(piece as Buffer)
  return hash.digest('hex')
}

/** The hash that `sha256sum` or `shasum` printed; it marks odd names with a leading backslash. */
export const printedHash = (text: string): string | undefined => /^\\?([0-9a-f]{64})\s/.exec(text)?.[1]
