import type { Handlers, Settings } from '#core/contract/index.ts'
import { requireProjectsFolder } from '../projects-folder.ts'
import type { AppSettings } from '../settings.ts'

/** @param changed told after every change, e.g. to redraw the menu in another language */
export const settingsHandlers = (
  settings: AppSettings,
  changed: (now: Settings) => void,
): Handlers<'settings.get' | 'settings.set'> => ({
  'settings.get': () => settings.view(),
  'settings.set': async (wanted) => {
    if (wanted.projectsFolder !== undefined) await requireProjectsFolder(wanted.projectsFolder)
    const now = settings.change(wanted)
    changed(now)
    return now
  },
})
