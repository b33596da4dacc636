/** Holds the tree to ARCHITECTURE's import table. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

function sources(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(join(root, path)).isDirectory()) return sources(path)
    return /\.(ts|tsx)$/.test(name) ? [path] : []
  })
}

interface Import {
  readonly from: string
  /** A path in the tree, or a package's name. */
  readonly to: string
  readonly typeOnly: boolean
}

const IMPORT =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\sfrom\s+)?'([^']+)'|import\('([^']+)'\)|new URL\('([^']+)', import\.meta\.url\)/g
const ROOTS: Readonly<Record<string, string>> = {
  '#core/': 'core/',
  '#engine/': 'main/engine/',
  '#main/': 'main/',
  '#tests/': 'tests/',
}

function importsOf(path: string): Import[] {
  const text = readFileSync(join(root, path), 'utf8')
  return [...text.matchAll(IMPORT)].map((found) => {
    const raw = found[3] ?? found[4] ?? found[5] ?? ''
    const alias = Object.keys(ROOTS).find((prefix) => raw.startsWith(prefix))
    const to = raw.startsWith('.')
      ? relative(root, join(root, dirname(path), raw))
      : alias
        ? `${ROOTS[alias]}${raw.slice(alias.length)}`
        : raw
    return { from: path, to, typeOnly: found[2] !== undefined }
  })
}

const files = ['core', 'main', 'preload', 'renderer'].flatMap(sources)
const imports = files.flatMap(importsOf)

const within = (path: string, ...folders: string[]): boolean =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`))
const inTree = (path: string): boolean =>
  within(path, 'core', 'main', 'preload', 'renderer', 'tests', 'resources')
const packageOf = (to: string): string =>
  to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : (to.split('/')[0] ?? to)
/** `main/engine/job/x.ts` → `job`; files directly in engine → ''. */
const engineRoom = (path: string): string => (path.split('/').length > 3 ? (path.split('/')[2] ?? '') : '')

const UI = [
  'react',
  'react-dom',
  '@mantine/core',
  '@mantine/hooks',
  '@tabler/icons-react',
  '@tanstack/react-virtual',
  'react-i18next',
  'i18next',
  'zustand',
  'uplot',
]
/** Rooms that know only core and themselves; what joins them is passed in. */
const CLOSED_ROOMS = [
  'endpoint',
  'inference',
  'host',
  'dataset',
  'tool-set',
  'project',
  'tokenizer',
  'training',
]

type Rule = readonly [name: string, applies: (from: string) => boolean, allowed: (one: Import) => boolean]
const RULES: readonly Rule[] = [
  [
    'core imports core, zod, yaml and the schema checker',
    (from) => within(from, 'core'),
    ({ to }) => within(to, 'core') || ['zod', 'yaml', '@cfworker/json-schema'].includes(to),
  ],
  [
    'preload imports electron, channel names and types',
    (from) => within(from, 'preload'),
    ({ to, typeOnly }) =>
      to === 'electron' || to === 'core/contract/channels.ts' || (typeOnly && within(to, 'core/contract')),
  ],
  [
    'the job engine imports core and project, no stage',
    (from) => within(from, 'main/engine/job'),
    ({ to }) => to.startsWith('node:') || within(to, 'core', 'main/engine/job', 'main/engine/project'),
  ],
  [
    'closed rooms import core, node and packages, not each other',
    (from) => within(from, 'main/engine') && CLOSED_ROOMS.includes(engineRoom(from)),
    ({ from, to }) => !inTree(to) || within(to, 'core', `main/engine/${engineRoom(from)}`),
  ],
  [
    'stages import no ipc, no calls and no other stage’s insides from outside the engine',
    (from) => within(from, 'main/engine/stage'),
    ({ to }) =>
      !inTree(to) ||
      within(
        to,
        'core',
        'main/engine/job',
        'main/engine/endpoint',
        'main/engine/host',
        'main/engine/inference',
        'main/engine/dataset',
        'main/engine/tool-set',
        'main/engine/project',
        'main/engine/stage',
      ),
  ],
  [
    'nothing in the engine imports electron, ipc or the window',
    (from) => within(from, 'main/engine'),
    ({ to }) => to !== 'electron' && !within(to, 'main/ipc', 'renderer', 'preload', 'main/cli'),
  ],
  [
    'main never imports the window',
    (from) => within(from, 'main'),
    ({ to }) => !within(to, 'renderer', 'preload', 'tests'),
  ],
  [
    'ipc handlers import the contract and what they are handed, no packages',
    (from) => within(from, 'main/ipc'),
    ({ to, typeOnly }) =>
      within(to, 'core', 'main/ipc') ||
      to === 'electron' ||
      to.startsWith('node:') ||
      /^main\/[^/]+\.ts$/.test(to) ||
      typeOnly,
  ],
  [
    'screens import no other screen and no main',
    (from) => within(from, 'renderer/screens'),
    ({ from, to }) =>
      within(
        to,
        'core',
        'renderer/parts',
        'renderer/store',
        'renderer/bridge',
        'renderer/words',
        'renderer/style',
      ) ||
      within(to, from.split('/').slice(0, 3).join('/')) ||
      UI.includes(packageOf(to)),
  ],
  [
    'stores import core and zustand',
    (from) => within(from, 'renderer/store'),
    ({ to }) => within(to, 'core', 'renderer/store') || to === 'zustand',
  ],
  [
    'parts import core, words and UI packages',
    (from) => within(from, 'renderer/parts'),
    ({ to }) =>
      within(to, 'core', 'renderer/parts', 'renderer/words', 'renderer/style') || UI.includes(packageOf(to)),
  ],
  [
    'the window imports no main',
    (from) => within(from, 'renderer'),
    ({ to }) => !within(to, 'main') && to !== 'electron',
  ],
]

/** Rooms whose connections pass the gate or are counted. */
const CONNECTING = ['main/engine/endpoint', 'main/engine/host']
const SOCKETS = /^(undici|ssh2|openai|ws|axios|node:(net|tls|http|https|http2|dgram|dns|dns\/promises))$/

/** A file without its comments and texts. */
const codeOf = (path: string): string =>
  readFileSync(join(root, path), 'utf8')
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    .replace(/'[^'\n]*'|`[^`]*`/g, "''")

describe('layers', () => {
  it.each(RULES)('%s', (_name, applies, allowed) => {
    const broken = imports.filter((one) => applies(one.from) && !allowed(one))
    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('sees the imports it judges', () => {
    expect(
      imports.filter((one) => within(one.from, 'core') && within(one.to, 'core')).length,
    ).toBeGreaterThan(20)
    expect(imports.some((one) => one.to === 'node:sqlite')).toBe(true)
  })

  it('only the bridge touches window.looptool', () => {
    const touching = files.filter(
      (path) => within(path, 'renderer') && /window\.looptool/.test(readFileSync(join(root, path), 'utf8')),
    )
    expect(touching.filter((path) => !within(path, 'renderer/bridge'))).toEqual([])
  })

  it('core has no clock, no dice and no machine', () => {
    const forbidden =
      /\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)|\bprocess\.|\bBuffer\b|\bsetTimeout\(|\bwindow\.|\bdocument\.(?:body|create|get|query)/
    expect(files.filter((path) => within(path, 'core') && forbidden.test(codeOf(path)))).toEqual([])
  })

  it('no imports go in circles, not even those of types', () => {
    const next = new Map(files.map((f) => [f, [] as string[]]))
    for (const one of imports) next.get(one.from)?.push(one.to)
    const done = new Set<string>()
    const walk = (path: string, trail: string[]): string[] => {
      if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
      if (done.has(path)) return []
      for (const to of next.get(path) ?? []) {
        const circle = walk(to, [...trail, path])
        if (circle.length > 0) return circle
      }
      done.add(path)
      return []
    }
    expect([...next.keys()].flatMap((path) => walk(path, []))).toEqual([])
  })

  it('connections are made in two rooms only, so that no way leads past the gate', () => {
    const sockets = imports.filter(({ to, typeOnly }) => SOCKETS.test(to) && !typeOnly)
    expect(sockets.length).toBeGreaterThan(2)
    expect(sockets.filter(({ from }) => !within(from, ...CONNECTING)).map(({ from }) => from)).toEqual([])
    const elsewhere = files.filter((path) => !within(path, ...CONNECTING))
    const fetching = elsewhere.filter((path) =>
      /(^|[^.\w])(fetch|WebSocket|EventSource|XMLHttpRequest)\(/.test(codeOf(path)),
    )
    expect(fetching).toEqual([])
  })

  it('files stay small enough to read and hold no `any`', () => {
    const lines = (path: string): number => readFileSync(join(root, path), 'utf8').split('\n').length
    expect(files.filter((path) => lines(path) > 400)).toEqual([])
    expect(files.filter((path) => /(:|\bas|<)\s*any\b/.test(codeOf(path)))).toEqual([])
  })

  it('names are kebab-case and say something', () => {
    const bad = files.filter((path) => {
      const name = path.split('/').at(-1) ?? ''
      return (
        !/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.(ts|tsx)$/.test(name) ||
        /^(utils?|helpers?|common|manager|misc)\./.test(name)
      )
    })
    expect(bad).toEqual([])
  })
})
