import type { Handlers, Settings } from '#core/contract/index.ts'
import type { AppSettings } from '../settings.ts'

/** @param changed told after every change, e.g. to redraw the menu in another language */
export const settingsHandlers = (
  settings: AppSettings,
  changed: (now: Settings) => void,
): Handlers<'settings.get' | 'settings.set'> => ({
  'settings.get': () => settings.view(),
  'settings.set': (wanted) => {
    const now = settings.change(wanted)
    changed(now)
    return now
  },
})
