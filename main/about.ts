/** What this program is: versions that really run, the small policy, and the packages inside. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { AppInfo, Licence, PolicyFacts } from '#core/contract/index.ts'

/** What Electron's own process says of itself. */
export interface Running {
  readonly version: string
  readonly versions: Readonly<Partial<Record<string, string>>>
  readonly platform: string
  readonly processor: string
  readonly sandboxed: boolean
}

/** @param policyFolder where the weights that trainings start from are */
export async function appInfo(running: Running, policyFolder: string): Promise<AppInfo> {
  const { version, versions, platform, processor, sandboxed } = running
  const policy = await policyFacts(policyFolder)
  return {
    version,
    electron: versions.electron ?? '',
    chromium: versions.chrome ?? '',
    node: versions.node ?? '',
    platform,
    processor,
    sandboxed,
    ...(policy ? { policy } : {}),
  }
}

const tensor = z.object({ shape: z.array(z.number().int().min(0)) })

/** Undefined when there are no weights that can be read. */
async function policyFacts(folder: string): Promise<PolicyFacts | undefined> {
  try {
    const bytes = await readFile(join(folder, 'model.safetensors'))
    const head: unknown = JSON.parse(bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE(0))))
    const tensors = Object.entries(z.record(z.string(), z.unknown()).parse(head))
    const parameters = tensors
      .filter(([name]) => name !== '__metadata__')
      .reduce((sum, [, one]) => sum + tensor.parse(one).shape.reduce((a, b) => a * b, 1), 0)
    return { parameters, bytes: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') }
  } catch {
    return undefined
  }
}

const licences = z.array(
  z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() }),
)

/** Packages inside the built files, by name. @param built the folder of the built main files */
export async function readLicences(built: string): Promise<Licence[]> {
  const files = [join(built, 'licences.json'), join(built, '../renderer/licences.json')]
  const lists = await Promise.all(
    files.map(async (file) => licences.parse(JSON.parse(await readFile(file, 'utf8')))),
  )
  const byName = new Map(lists.flat().map((one) => [`${one.name} ${one.version}`, one]))
  return [...byName.values()].sort((a, b) => a.name.localeCompare(b.name))
}
