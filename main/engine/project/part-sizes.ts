import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { PartName, PartSizes } from '#core/disk/part.ts'

/** Bytes of a file, or of everything below a folder; links are not followed, and what vanishes meanwhile is 0. */
export async function bytesOf(path: string): Promise<number> {
  const facts = await lstat(path).catch(() => undefined)
  if (!facts) return 0
  if (!facts.isDirectory()) return facts.size
  let sum = 0
  for (const name of await readdir(path).catch(() => [])) sum += await bytesOf(join(path, name))
  return sum
}

const partOf = (name: string): PartName => {
  if (name === 'datasets' || name === 'runs' || name === 'exports' || name === 'backups') return name
  return name.startsWith('project.sqlite') ? 'database' : 'other'
}

/** Bytes of each part of a project's folder. */
export async function partSizes(folder: string): Promise<PartSizes> {
  const sizes = { datasets: 0, runs: 0, exports: 0, backups: 0, database: 0, other: 0 }
  for (const name of await readdir(folder)) sizes[partOf(name)] += await bytesOf(join(folder, name))
  return sizes
}
