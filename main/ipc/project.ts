/** The recent projects are the user's, not a project's: they stand in the settings. The rest is the engine's. */
import type { CallName, Handlers } from '#core/contract/index.ts'
import { placeFor } from '../projects-folder.ts'
import type { AppSettings } from '../settings.ts'

export const projectHandlers = (
  settings: AppSettings,
): Handlers<'project.recent' | 'project.forget' | 'project.placeFor'> => ({
  'project.recent': () => settings.recent(),
  'project.forget': ({ folder }) => settings.forgetProject(folder),
  'project.placeFor': ({ name, parent }) => placeFor(parent ?? settings.view().projectsFolder, name),
})

/** A project made without a folder goes into the folder for projects, under its name. */
export function completeProjectCall(settings: AppSettings, name: CallName, input: unknown): unknown {
  if (name !== 'project.create' || !isRecord(input) || input.folder !== undefined) return input
  const { name: wanted, parent = settings.view().projectsFolder } = input
  if (typeof wanted !== 'string' || typeof parent !== 'string') return input
  return { ...input, folder: placeFor(parent, wanted).folder }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
