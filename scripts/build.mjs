// Builds the program into out/ when something that goes into it has changed since.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './electron-path.mjs'

const SOURCES = [
  'core',
  'main',
  'preload',
  'renderer',
  'electron.vite.config.ts',
  'scripts/licences.mjs',
  'package.json',
  'package-lock.json',
]
const stampOf = (folder) => join(folder, 'out', '.stamp')

/** A hash over the names and bytes of all that the build reads. */
export function sourceHash(folder = root) {
  const hash = createHash('sha256')
  for (const source of SOURCES) addTo(hash, folder, source)
  return hash.digest('hex')
}

function addTo(hash, folder, path) {
  const full = join(folder, path)
  let entries
  try {
    entries = readdirSync(full, { withFileTypes: true })
  } catch (error) {
    if (error.code !== 'ENOTDIR') return
    hash.update(`${path}\0`).update(readFileSync(full)).update('\0')
    return
  }
  for (const { name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1)))
    addTo(hash, folder, `${path}/${name}`)
}

/** Whether out/ is not what these sources give. */
export function isStale(folder = root, hash = sourceHash(folder)) {
  const stamp = stampOf(folder)
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash
}

/** @param {(line: string) => void} say */
export function buildIfStale(say = console.log) {
  const hash = sourceHash()
  if (!isStale(root, hash)) return
  const began = Date.now()
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`the build failed:\n${stdout}\n${stderr}`)
  writeFileSync(stampOf(root), hash)
  say(`build: done in ${((Date.now() - began) / 1000).toFixed(1)} s`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) buildIfStale()
