/** The recent projects are the user's, not a project's: they stand in the settings. The rest is the engine's. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CallName, Handlers } from '#core/contract/index.ts'
import type { AppSettings } from '../settings.ts'

export const projectHandlers = (settings: AppSettings): Handlers<'project.recent' | 'project.forget'> => ({
  'project.recent': () => settings.recent(),
  'project.forget': ({ folder }) => settings.forgetProject(folder),
})

/** A project made without a folder goes into the projects folder, under its name. */
export function completeProjectCall(settings: AppSettings, name: CallName, input: unknown): unknown {
  if (name !== 'project.create' || !isRecord(input) || input.folder !== undefined) return input
  const wanted = input.name
  if (typeof wanted !== 'string') return input
  return { ...input, folder: freeFolder(settings.view().projectsFolder, folderName(wanted)) }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A project's name as a folder's name on any system: no separators, no reserved signs, no dots at the ends. */
export function folderName(name: string): string {
  const safe = [...name.normalize('NFC')]
    .map((sign) => (/[\p{L}\p{N} _.-]/u.test(sign) ? sign : '-'))
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 80)
    .trim()
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(safe)
  return safe === '' || reserved ? `project-${safe}`.replace(/-$/, '') : safe
}

function freeFolder(parent: string, name: string): string {
  for (let n = 1; ; n++) {
    const folder = join(parent, n === 1 ? name : `${name} ${n}`)
    if (!existsSync(folder)) return folder
  }
}
