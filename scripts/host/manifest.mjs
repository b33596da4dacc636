// Writes resources/host/manifest.json: the version of the host kit and the SHA-256 of each of its files.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../electron-path.mjs'

export const KIT = join(root, 'resources', 'host')
export const MANIFEST = 'manifest.json'

const sha256 = (data) => createHash('sha256').update(data).digest('hex')

/** Paths below the kit with forward slashes, sorted; the manifest itself and Python's caches left out. */
function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => path !== MANIFEST && !path.split('/').includes('__pycache__'))
    .sort((a, b) => (a < b ? -1 : 1))
}

/** The manifest that these files should have. The version follows from them, so that no two kits share one. */
export function manifestOf(folder = KIT) {
  const files = Object.fromEntries(
    filesOf(folder).map((path) => [path, sha256(readFileSync(join(folder, path)))]),
  )
  return { format: 1, version: `1-${sha256(JSON.stringify(files)).slice(0, 12)}`, files }
}

export const textOf = (manifest) => `${JSON.stringify(manifest, undefined, 2)}\n`

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(join(KIT, MANIFEST), textOf(manifestOf()))
