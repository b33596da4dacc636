/** Files and folders that are on disk when a promise resolves. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Told of each stretch, in bytes; throws when the work is to stop. */
export type Hear = (bytes: number) => void

/** @returns the SHA-256 of what was copied. @throws the system's error */
export async function copyDurably(from: string, to: string, hear: Hear): Promise<string> {
  await mkdir(dirname(to), { recursive: true })
  const handle = await open(to, 'wx')
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      hear(chunk.length)
      hash.update(chunk)
      await handle.writeFile(chunk)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return hash.digest('hex')
}

export async function hashOf(file: string, hear: Hear = () => undefined): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hear(chunk.length)
    hash.update(chunk)
  }
  return hash.digest('hex')
}

/** What a file holds is on disk. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.sync().finally(() => handle.close())
}

/** Names in a folder are on disk; where a system knows no such thing, it is as good as its files. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  } catch {
    // Windows opens no folders.
  }
}

/** What is whole gets its name, in one step. @param folders below it whose names must be on disk too */
export async function putInPlace(part: string, to: string, folders: readonly string[] = []): Promise<void> {
  for (const folder of folders) await syncFolder(join(part, folder))
  if (folders.length > 0) await syncFolder(part)
  await rename(part, to)
  await syncFolder(dirname(to))
}
