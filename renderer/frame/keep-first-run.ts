/** What is typed in the first run is kept in the settings: a moment after it was typed, and before the window goes. */
import { EMPTY_FORM, keptForm, NEW_ENDPOINT } from '#core/endpoint/endpoint-form.ts'
import type { FirstRun } from '#core/guide/first-run.ts'
import { call } from '../bridge/looptool.ts'
import { useConnections } from '../store/connections.ts'
import { type ToolImport, useDrafts } from '../store/drafts.ts'
import { useFirstRun } from '../store/first-run.ts'
import { useProject } from '../store/project.ts'
import { useSettings } from '../store/settings.ts'

const CALM_MS = 250

export function keepFirstRun(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const save = (): void => {
    clearTimeout(timer)
    timer = undefined
    const { state } = useFirstRun.getState()
    // Settings that cannot be written: the step that needs them says so itself, and this run goes on.
    if (state) void call('settings.set', { firstRun: state }).catch(() => undefined)
  }
  useSettings.subscribe(({ settings }) => settings && takeUp(settings.firstRun))
  useFirstRun.subscribe(({ state: now }, { state: before }) => {
    if (!now || !before) return
    if (now.step !== before.step || now.open !== before.open) save()
    else timer ??= setTimeout(save, CALM_MS)
  })
  window.addEventListener('pagehide', () => timer !== undefined && save())
  followTyping()
}

/** Once, with what was kept at the last start. */
function takeUp(kept: FirstRun): void {
  if (useFirstRun.getState().state) return
  useFirstRun.getState().hear(kept)
  if (kept.open && kept.endpoint)
    useConnections.getState().put(NEW_ENDPOINT, { ...EMPTY_FORM, ...kept.endpoint })
}

/** The form of a new endpoint and an import under way are typed elsewhere; while the first run is open they belong to it. */
function followTyping(): void {
  useConnections.subscribe((now, before) => {
    const form = now.forms[NEW_ENDPOINT]
    const { state, put } = useFirstRun.getState()
    if (state?.open && form !== before.forms[NEW_ENDPOINT]) put({ endpoint: form && keptForm(form) })
  })
  useDrafts.subscribe(({ toolImport }, before) => {
    const { state, put } = useFirstRun.getState()
    if (!state || toolImport === before.toolImport) return
    if (toolImport) {
      if (state.open) put({ tools: keptImport(toolImport) })
      return
    }
    // A project that is only closed takes its drafts along; what was read for it is read again when it is opened.
    if (useProject.getState().project) put({ tools: undefined })
  })
}

const keptImport = ({ draft, leaveOut, name }: ToolImport): FirstRun['tools'] => ({
  paths: draft.reports.map(({ file }) => file),
  leaveOut: [...leaveOut],
  name,
})
