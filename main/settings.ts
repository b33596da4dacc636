/** What the user prefers, and which projects were open: one small file, decoded when read, never wiped. */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { CallDecoded, ProjectCard, Settings } from '#core/contract/index.ts'
import { Failure } from '#core/failure/failure.ts'
import { type FirstRun, firstRunSchema, NEW_FIRST_RUN } from '#core/guide/first-run.ts'

const THEMES = ['system', 'light', 'dark'] as const
const LANGUAGES = ['en', 'zh'] as const
const RECENT_KEPT = 20

const recentSchema = z.object({ folder: z.string(), name: z.string(), openedAt: z.string() })
const boundsSchema = z.object({
  x: z.number().optional(),
  y: z.number().optional(),
  width: z.number().positive(),
  height: z.number().positive(),
  maximized: z.boolean().default(false),
})
/**
 * Loose where a newer version may know more (another theme, another key): such a file is in order and is kept as it
 * is. A wrong type is damage.
 */
const fileSchema = z.looseObject({
  theme: z.string().optional(),
  language: z.string().optional(),
  projectsFolder: z.string().optional(),
  keepAwake: z.boolean().optional(),
  notifications: z.boolean().optional(),
  recent: z.array(z.looseObject({ folder: z.string() })).optional(),
  window: z.looseObject({}).optional(),
  firstRun: z.looseObject({}).optional(),
})
type SettingsFile = z.infer<typeof fileSchema>
export type WindowBounds = z.infer<typeof boundsSchema>

/** What electron-store gives: the whole file, written atomically. */
export interface SettingsStore {
  store: Record<string, unknown>
}

export interface AppSettings {
  view(): Settings
  change(wanted: CallDecoded<'settings.set'>): Settings
  recent(): ProjectCard[]
  noteProject(project: { folder: string; name: string }, openedAt: string): void
  forgetProject(folder: string): void
  bounds(): WindowBounds | undefined
  keepBounds(bounds: WindowBounds): void
}

/**
 * Puts a settings file aside that cannot be used, before the store reads it.
 * @param stamp part of the new name, e.g. `20261121T101500`
 * @returns the new name, or undefined when there was nothing wrong
 */
export function quarantineSettings(file: string, stamp: string): string | undefined {
  if (!existsSync(file) || decodes(readFileSync(file, 'utf8'))) return undefined
  const aside = (n: number) =>
    join(dirname(file), `${basename(file, '.json')}.damaged-${stamp}${n ? `-${n}` : ''}.json`)
  let n = 0
  while (existsSync(aside(n))) n++
  renameSync(file, aside(n))
  return basename(aside(n))
}

function decodes(text: string): boolean {
  try {
    return fileSchema.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}

/** @param defaults used for what the file does not say or says in a way this version does not know */
export function createSettings(
  store: SettingsStore,
  defaults: Pick<Settings, 'language' | 'projectsFolder'>,
  quarantined?: string,
): AppSettings {
  const read = (): SettingsFile => fileSchema.catch({}).parse(store.store)
  const write = (change: SettingsFile): void => {
    try {
      store.store = { ...store.store, ...change }
    } catch (error) {
      throw new Failure('settings.unwritable', {}, String(error))
    }
  }
  /** For what nobody asked to be saved: a disk that refuses it must not stop the program. */
  const remember = (change: SettingsFile): void => {
    try {
      write(change)
    } catch (error) {
      console.error(error)
    }
  }
  /** Who has opened projects before is no newcomer. */
  const firstRun = (file: SettingsFile): FirstRun =>
    firstRunSchema.safeParse(file.firstRun).data ?? { ...NEW_FIRST_RUN, open: !file.recent?.length }
  const view = (): Settings => {
    const file = read()
    return {
      theme: z.enum(THEMES).catch('system').parse(file.theme),
      language: z.enum(LANGUAGES).catch(defaults.language).parse(file.language),
      projectsFolder: file.projectsFolder || defaults.projectsFolder,
      keepAwake: file.keepAwake ?? true,
      notifications: file.notifications ?? true,
      firstRun: firstRun(file),
      ...(quarantined ? { quarantined } : {}),
    }
  }
  const recent = () => (read().recent ?? []).flatMap((entry) => recentSchema.safeParse(entry).data ?? [])
  return {
    view,
    change(wanted) {
      write(Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)))
      return view()
    },
    recent: () =>
      recent().map((entry) => ({ ...entry, missing: !existsSync(join(entry.folder, 'project.json')) })),
    noteProject({ folder, name }, openedAt) {
      const others = recent().filter((entry) => entry.folder !== folder)
      remember({ recent: [{ folder, name, openedAt }, ...others].slice(0, RECENT_KEPT) })
    },
    forgetProject: (folder) => write({ recent: recent().filter((entry) => entry.folder !== folder) }),
    bounds: () => boundsSchema.safeParse(read().window).data,
    keepBounds: (bounds) => remember({ window: bounds }),
  }
}
