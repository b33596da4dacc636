import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The Electron program that set-up left here, or undefined before set-up. */
export function electronPath() {
  const note = join(root, '.electron', 'current.json')
  if (!existsSync(note)) return undefined
  const { path } = JSON.parse(readFileSync(note, 'utf8'))
  const full = join(root, path)
  return existsSync(full) ? full : undefined
}
