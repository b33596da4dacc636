/** Which package files a host needs for a lock: what is carried to machines without a way out. */
import { z } from 'zod'
import { type MarkerFacts, markerHolds } from './marker.ts'

const count = z.number().int().min(0)

/** A line of type `platform` of `resources/host/install.py`: the Python that an environment will stand on. */
export const platformSchema = z.object({
  type: z.literal('platform'),
  interpreter: z.string().min(1),
  uv: z.boolean(),
  python: z.tuple([count, count, count]),
  implementation: z.string(),
  /** As `platform.system()` says it: Linux, Darwin. */
  system: z.string(),
  machine: z.string(),
  /** `sys.platform` and `os.name`. */
  platform: z.string(),
  os: z.string(),
  libc: z.string().nullable(),
  libcVersion: z.string(),
  mac: z.string(),
})
export type HostPlatform = z.infer<typeof platformSchema>

/** A package as a lock names it. */
export interface Locked {
  readonly name: string
  readonly version: string
  readonly marker?: string
  /** SHA-256 of its files, in hex: nothing else is taken for it. */
  readonly hashes: readonly string[]
}

/** A file of a package index. */
export interface IndexFile {
  readonly file: string
  readonly url: string
  readonly sha256: string
  /** Undefined where the index does not say. */
  readonly size?: number
}

/** A lock as `uv pip compile --generate-hashes` writes it. @throws Error for a line that it would not write */
export function readLock(text: string): Locked[] {
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)
  return lines.flatMap((raw) => {
    const line = raw.replace(/(^|\s)#.*/, '').trim()
    if (line === '') return []
    const found =
      /^([A-Za-z0-9][\w.-]*)==([\w.!+-]+)\s*(?:;\s*(.*?))?((?:\s+--hash=sha256:[0-9a-f]{64})+)$/.exec(line)
    if (!found) throw new Error(`no line of a lock: ${line.slice(0, 200)}`)
    const [, name = '', version = '', marker, hashes = ''] = found
    const sums = [...hashes.matchAll(/sha256:([0-9a-f]{64})/g)].map(([, hash]) => hash ?? '')
    return [{ name, version, ...(marker === undefined ? {} : { marker: marker.trim() }), hashes: sums }]
  })
}

/** What is meant for a host. */
export function neededOn(lock: readonly Locked[], platform: HostPlatform): Locked[] {
  const facts = markerFacts(platform)
  return lock.filter(({ marker }) => marker === undefined || markerHolds(marker, facts))
}

const markerFacts = ({
  python,
  implementation,
  system,
  machine,
  platform,
  os,
}: HostPlatform): MarkerFacts => ({
  python_version: python.slice(0, 2).join('.'),
  python_full_version: python.join('.'),
  implementation_name: implementation,
  implementation_version: python.join('.'),
  platform_python_implementation: implementation === 'cpython' ? 'CPython' : implementation,
  sys_platform: platform,
  os_name: os,
  platform_system: system,
  platform_machine: machine,
  extra: '',
})

/** A package's page on an index: JSON (PEP 691), or HTML (PEP 503). Files without a SHA-256 are left out. */
export function readIndexPage(text: string, address: string): IndexFile[] | undefined {
  const url = (path: string): string | undefined =>
    URL.canParse(path, address) ? new URL(path, address).href : undefined
  if (text.trimStart().startsWith('{')) {
    const page = pageSchema.safeParse(readJson(text)).data
    return page?.files.flatMap(({ filename, url: path, hashes, size }) => {
      const at = url(path)
      return at === undefined || hashes.sha256 === undefined
        ? []
        : [{ file: filename, url: at, sha256: hashes.sha256, ...(size === undefined ? {} : { size }) }]
    })
  }
  if (!/<(a|html|!doctype)\b/i.test(text)) return undefined
  return [...text.matchAll(/<a\b[^>]*?\bhref\s*=\s*["']([^"'#]+)#sha256=([0-9a-f]{64})["']/gi)].flatMap(
    ([, path = '', sha256 = '']) => {
      const at = url(path.replaceAll('&amp;', '&'))
      const file = at === undefined ? undefined : fileIn(at)
      return at === undefined || file === undefined ? [] : [{ file, url: at, sha256 }]
    },
  )
}

/** A file's name and nothing else: it becomes one on this computer. */
const FILE = /^[\w+!-][\w.+!-]{0,299}$/

function fileIn(address: string): string | undefined {
  try {
    const name = decodeURIComponent(new URL(address).pathname.split('/').at(-1) ?? '')
    return FILE.test(name) ? name : undefined
  } catch {
    // A sign that is written wrongly.
    return undefined
  }
}

const pageSchema = z.object({
  files: z.array(
    z.object({
      filename: z.string().regex(FILE),
      url: z.string().max(4000),
      hashes: z.object({
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .optional(),
      }),
      size: count.optional(),
    }),
  ),
})

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The file of a package that fits a host best; undefined where none does. */
export function wheelFor(
  locked: Locked,
  files: readonly IndexFile[],
  platform: HostPlatform,
): IndexFile | undefined {
  const ranked = files.flatMap((file) => {
    if (!locked.hashes.includes(file.sha256)) return []
    const rank = rankOf(file.file, platform)
    return rank === undefined ? [] : [{ file, rank }]
  })
  return ranked.sort((a, b) => b.rank - a.rank)[0]?.file
}

/** How close a wheel is to a platform, by its tags (PEP 425, 600); undefined where it cannot be installed there. */
function rankOf(file: string, platform: HostPlatform): number | undefined {
  const parts = /^(.+)\.whl$/.exec(file)?.[1]?.split('-')
  if (!parts || parts.length < 5) return undefined
  const [pythons = '', abis = '', platforms = ''] = parts.slice(-3)
  const all = pythons.split('.').flatMap((python) =>
    abis.split('.').flatMap((abi) =>
      platforms.split('.').flatMap((place) => {
        const [near, far] = [pythonRank(python, abi, platform), placeRank(place, platform)]
        return near === undefined || far === undefined ? [] : [near * 1000 + far]
      }),
    ),
  )
  return all.length === 0 ? undefined : Math.max(...all)
}

function pythonRank(
  tag: string,
  abi: string,
  { python: [major, minor], implementation }: HostPlatform,
): number | undefined {
  const own = implementation === 'cpython' ? 'cp' : 'pp'
  const found = /^(cp|py|pp)(\d)(\d*)$/.exec(tag)
  if (!found) return undefined
  const [, kind, high, low = ''] = found
  if (Number(high) !== major) return undefined
  const of = low === '' ? 0 : Number(low)
  if (kind === 'py') return abi === 'none' && of <= minor ? 1 : undefined
  if (kind !== own) return undefined
  if (abi === `${own}${major}${minor}` && of === minor) return 400
  // The stable interface holds for every later Python.
  if (abi === 'abi3' && of <= minor) return 100 + of
  return abi === 'none' && of <= minor ? 50 + of : undefined
}

const LEGACY: Readonly<Record<string, string>> = {
  manylinux1: '2_5',
  manylinux2010: '2_12',
  manylinux2014: '2_17',
}

function placeRank(
  tag: string,
  { machine, libc, libcVersion, system, mac }: HostPlatform,
): number | undefined {
  if (tag === 'any') return 0
  if (system === 'Darwin') return macRank(tag, machine, mac)
  if (system !== 'Linux' || !tag.endsWith(`_${machine}`)) return undefined
  const head = tag.slice(0, -machine.length - 1)
  if (head === 'linux') return 1
  const old = LEGACY[head]
  const named = /^(many|musl)linux_(\d+)_(\d+)$/.exec(old === undefined ? head : `manylinux_${old}`)
  if (!named) return undefined
  const [, kind, major, minor] = named
  const [have = 0, than = 0] = libcVersion.split('.').map(Number)
  // musl does not tell its version; wheels of 1.1 and 1.2 run on every musl that is alive.
  if (libc !== 'glibc') return kind === 'musl' ? 2 : undefined
  return kind === 'many' && Number(major) === have && Number(minor) <= than ? 2 + Number(minor) : undefined
}

function macRank(tag: string, machine: string, mac: string): number | undefined {
  const named = /^macosx_(\d+)_(\d+)_(\w+)$/.exec(tag)
  if (!named) return undefined
  const [, major, minor, arch] = named
  if (arch !== machine && arch !== 'universal2') return undefined
  const [have = 0, than = 0] = mac.split('.').map(Number)
  const fits = Number(major) < have || (Number(major) === have && (have > 10 || Number(minor) <= than))
  return fits ? Number(major) : undefined
}
