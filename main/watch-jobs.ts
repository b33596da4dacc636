import type { BrowserWindow } from 'electron'
import type { Pushes, PushName } from '#core/contract/index.ts'
import { setAwake } from './awake.ts'
import { showNotice } from './job-notice.ts'
import { JobWatch } from './job-watch.ts'
import type { AppSettings } from './settings.ts'
import { focusWindow } from './window.ts'

export interface JobWatching {
  hearPush(name: PushName, payload: unknown): void
  /** The settings changed. */
  look(): void
}

type Push = <P extends PushName>(name: P, payload: Pushes[P]) => void

/** Joins the watch over jobs to the window, the system's notifications and the power it saves. */
export function watchJobs(
  settings: AppSettings,
  push: Push,
  window: () => BrowserWindow | undefined,
): JobWatching {
  const open = (id: string): void => {
    const shown = window()
    if (shown && !shown.isDestroyed()) focusWindow(shown)
    push('job.wanted', { id })
  }
  const watch = new JobWatch({
    settings: () => settings.view(),
    setAwake: (awake) => {
      setAwake(awake)
      push('awake.changed', awake)
    },
    isLookedAt: () => window()?.isDestroyed() === false && window()?.isFocused() === true,
    notify: (job, news) => showNotice(job, news, settings.view().language, () => open(job.spec.id)),
  })
  return {
    look: () => watch.look(),
    hearPush(name, payload) {
      // A push's name says what comes with it.
      if (name === 'job.changed') watch.hear(payload as Pushes['job.changed'])
      const away = name === 'engine.state' && (payload as Pushes['engine.state']).state !== 'ready'
      if (away || (name === 'project.changed' && payload === null)) watch.forget()
    },
  }
}
