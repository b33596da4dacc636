/**
 * Packages for a host without a way out: this computer fetches what the lock names for that machine, file by file, checks
 * each against the lock, and brings it there. What stands there is not fetched again.
 */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { lockEventSchema, roomEventSchema } from '#core/host/environment.ts'
import type { SetUp } from '#core/host/set-up.ts'
import {
  type HostPlatform,
  type IndexFile,
  type Locked,
  neededOn,
  platformSchema,
  readIndexPage,
  readLock,
  wheelFor,
} from '#core/host/wheels.ts'
import { downloadFile, downloadText } from '../../endpoint/download.ts'
import { sha256OfFile } from '../../host/checksum.ts'
import { eventsOf, kitAction } from '../../host/kit-action.ts'
import { LOOPTOOL_FOLDER } from '../../host/staged-test.ts'
import type { BringDeps, Told, Toward } from './toward.ts'

export const PYPI = 'https://pypi.org/simple'
/** An index names its files on another host. */
const PYPI_FILES = 'https://files.pythonhosted.org'
const ACCEPT = 'application/vnd.pypi.simple.v1+json, text/html;q=0.5'
/** Pages that are asked for side by side. */
const SIDE_BY_SIDE = 6

type Environment = Extract<SetUp, { make: 'environment' }>

const uvSchema = z.object({
  version: z.string(),
  wheels: z.record(z.string(), z.object({ file: z.string(), sha256: z.string() })),
})

const wheelsFolder = (hash: string): string => `${LOOPTOOL_FOLDER}/wheels/${hash}`

/**
 * @returns the folder there that holds the wheels, in full, and the Python that they are for
 * @throws Failure `wheels.*`, `disk.tooSmall`, `env.oldPython`, `host.*`
 */
export async function carryWheels(
  deps: BringDeps,
  toward: Toward,
  { lock, index = PYPI, python }: Environment,
  told: Told,
  signal: AbortSignal,
): Promise<{ readonly wheels: string; readonly interpreter: string }> {
  const { host } = toward
  told({ phase: 'prepare', bytes: 0, of: 0 })
  await deps.nameHosts(index === PYPI ? [PYPI, PYPI_FILES] : [index])
  const platform = await platformOf(toward, lock, python)
  const wanted = neededOn(readLock(await toward.kit.read(`envs/${lock}.lock`)), platform)
  const files = await findFiles(
    deps,
    { wanted: [...(await uvFor(toward, platform)), ...wanted], platform, index },
    signal,
  )
  const { hash, bytes, free } = await roomOn(toward, lock)
  const folder = wheelsFolder(hash)
  await host.makeFolder(folder)
  const there = new Map((await host.list(folder)).map(({ name, size }) => [name, size]))
  const isThere = ({ file, size }: IndexFile): boolean =>
    size === undefined ? there.has(file) : there.get(file) === size
  const lacks = files.filter((file) => !isThere(file))
  const sum = (some: readonly IndexFile[]): number => some.reduce((all, { size = 0 }) => all + size, 0)
  const needs = sum(lacks) + bytes
  if (free < needs) throw new Failure('disk.tooSmall', { folder: `~/${folder}`, free, wanted: needs })
  await carryFiles(deps, toward, { lacks, folder, total: sum(files) }, told, signal)
  return { wheels: `${await host.home()}/${folder}`, interpreter: platform.interpreter }
}

/** What lies here on its way goes; once the environment is made, what lies there too. */
export async function clearWheels(
  deps: BringDeps,
  toward: Toward,
  { lock }: Environment,
  made: boolean,
): Promise<void> {
  await rm(stagingOf(deps, toward), { recursive: true, force: true })
  if (made) await toward.host.remove(wheelsFolder((await roomOn(toward, lock)).hash))
}

const stagingOf = ({ stagingFolder }: BringDeps, { job }: Toward): string => join(stagingFolder, job)

async function platformOf({ host, kit }: Toward, lock: string, python?: string): Promise<HostPlatform> {
  const config = { action: 'platform', lock, ...(python === undefined ? {} : { python }) }
  const events = await kitAction(host, kit, { script: 'install.py', config })
  const [platform] = eventsOf(events, platformSchema)
  if (!platform) throw new Failure('kit.unexpected', {}, JSON.stringify(events).slice(0, 2000))
  return platform
}

async function roomOn(
  { host, kit }: Toward,
  lock: string,
): Promise<{ hash: string; bytes: number; free: number }> {
  const events = await kitAction(host, kit, { script: 'install.py', config: { action: 'list' } })
  const found = eventsOf(events, lockEventSchema).find(({ name }) => name === lock)
  const [room] = eventsOf(events, roomEventSchema)
  if (!found || !room) throw new Failure('kit.unexpected', {}, JSON.stringify(events).slice(0, 2000))
  return { hash: found.hash, bytes: found.bytes, free: room.free }
}

/** uv itself, where the host has none. */
async function uvFor({ kit }: Toward, { uv, system, machine }: HostPlatform): Promise<Locked[]> {
  if (uv) return []
  const { version, wheels } = uvSchema.parse(JSON.parse(await kit.read('envs/uv.json')))
  const wheel = wheels[`${system}-${machine}`.toLowerCase()]
  return wheel ? [{ name: 'uv', version, hashes: [wheel.sha256] }] : []
}

interface Search {
  readonly wanted: readonly Locked[]
  readonly platform: HostPlatform
  readonly index: string
}

async function findFiles(
  deps: BringDeps,
  { wanted, platform, index }: Search,
  signal: AbortSignal,
): Promise<IndexFile[]> {
  const found: IndexFile[] = []
  const waiting = [...wanted.entries()]
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [at, locked] = next
      const address = `${index.replace(/\/$/, '')}/${locked.name.toLowerCase().replace(/[-_.]+/g, '-')}/`
      const page = await downloadText(address, ACCEPT, { gate: deps.gate, signal })
      const files = page === undefined ? [] : readIndexPage(page, address)
      if (!files) throw new Failure('wheels.odd', { index: new URL(index).host })
      const file = wheelFor(locked, files, platform)
      const { system, machine, python } = platform
      if (!file)
        throw new Failure('wheels.none', {
          package: `${locked.name} ${locked.version}`,
          platform: `${system} ${machine}, Python ${python.slice(0, 2).join('.')}`,
        })
      found[at] = file
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  return found
}

interface Load {
  readonly lacks: readonly IndexFile[]
  readonly folder: string
  readonly total: number
}

/** One file after the other, so that no more than one lies here. */
async function carryFiles(
  deps: BringDeps,
  toward: Toward,
  { lacks, folder, total }: Load,
  told: Told,
  signal: AbortSignal,
): Promise<void> {
  const staging = stagingOf(deps, toward)
  await mkdir(staging, { recursive: true })
  let done = total - lacks.reduce((all, { size = 0 }) => all + size, 0)
  // A byte is fetched, then carried: each way counts half.
  const tell = (size: number, share: number): void =>
    told({ phase: 'carry', bytes: Math.round(done + size * share), of: total })
  for (const { file, url, sha256, size = 0 } of lacks) {
    const here = join(staging, file)
    const half = (bytes: number): number => (size === 0 ? 0 : bytes / size / 2)
    tell(size, 0)
    await downloadFile(url, here, { gate: deps.gate, signal }, (bytes) => tell(size, half(bytes)))
    if ((await sha256OfFile(here, signal)) !== sha256) {
      await rm(here, { force: true })
      throw new Failure('wheels.hash', { file })
    }
    await toward.host.upload(here, `${folder}/${file}`, {
      signal,
      progress: (bytes) => tell(size, 0.5 + half(bytes)),
    })
    await rm(here, { force: true })
    done += size
  }
  await rm(staging, { recursive: true, force: true })
  told({ phase: 'carry', bytes: total, of: total })
}
