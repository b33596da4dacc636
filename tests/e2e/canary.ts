/** Looks for secrets where none may be: in files of any kind, in command lines and environments of a program's processes. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ZipReader } from '#engine/archive/zip-read.ts'

/** A secret as it is, and as others may have written it. */
const spellings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  ...[0, 1, 2].map((shift) =>
    // Whatever stands before it, its base64 has one of three forms; what depends on its neighbours is cut off.
    Buffer.from(`${'x'.repeat(shift)}${secret}`)
      .toString('base64')
      .slice(shift === 0 ? 0 : 4)
      .slice(0, -4),
  ),
]

/** Names of those that hold a secret. */
const holding = (
  all: Iterable<readonly [name: string, bytes: Buffer]>,
  secrets: readonly string[],
): string[] => {
  const needles = secrets.flatMap(spellings)
  return [...all].flatMap(([name, bytes]) => (needles.some((needle) => bytes.includes(needle)) ? [name] : []))
}

async function contentsOf(zip: string): Promise<[string, Buffer][]> {
  const reader = await ZipReader.open(zip)
  const all: [string, Buffer][] = []
  for (const entry of reader.entries) {
    const chunks: Buffer[] = []
    await reader.read(entry, (chunk) => void chunks.push(chunk))
    all.push([`${zip} ${entry.name}`, Buffer.concat(chunks)])
  }
  await reader.close()
  return all
}

/** Files below these folders, and files inside zip files, that hold one of the secrets. */
export async function filesHolding(
  folders: readonly string[],
  secrets: readonly string[],
): Promise<string[]> {
  const found: [string, Buffer][] = []
  for (const folder of folders)
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, name)
      if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue
      found.push([path, readFileSync(path)])
      if (path.endsWith('.zip')) found.push(...(await contentsOf(path)))
    }
  return holding(found, secrets)
}

/** A process and all that come from it; Linux only. */
function family(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])] as const]
      } catch {
        return []
      }
    })
  const all = [pid]
  for (const one of all) all.push(...parents.filter(([, parent]) => parent === one).map(([child]) => child))
  return all
}

const everyProcess = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)

/**
 * @param pid of a program: it and all that come from it; without one every process of this machine, those of a host that
 * is played here among them
 * @returns how many processes were looked at, and those whose command line or environment holds a secret
 */
export function processesHolding(
  pid: number | undefined,
  secrets: readonly string[],
): { readonly seen: number; readonly holding: string[] } {
  if (!existsSync('/proc/self/environ')) return { seen: 0, holding: [] }
  const pids = pid === undefined ? everyProcess() : family(pid)
  const files = pids.flatMap((one) =>
    ['cmdline', 'environ'].flatMap((what) => {
      try {
        return [[`${one} ${what}`, readFileSync(`/proc/${one}/${what}`)] as [string, Buffer]]
      } catch {
        return []
      }
    }),
  )
  return { seen: pids.length, holding: holding(files, secrets) }
}
