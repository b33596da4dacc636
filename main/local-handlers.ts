/** Calls that main answers itself: what needs Electron, and what must be had while the engine is away. */
import { cpus, homedir, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { app, type BrowserWindow } from 'electron'
import type { Handlers, Settings } from '#core/contract/index.ts'
import type { KnownFolders } from '#core/log/redact.ts'
import { appInfo, readLicences } from './about.ts'
import type { EngineLink } from './engine-link.ts'
import { appHandlers } from './ipc/app.ts'
import { bundleHandlers } from './ipc/bundle.ts'
import { logHandlers } from './ipc/log.ts'
import { projectHandlers } from './ipc/project.ts'
import type { LocalCallName } from './ipc/register.ts'
import { settingsHandlers } from './ipc/settings.ts'
import { pickPlace, systemHandlers } from './ipc/system.ts'
import type { LogFile } from './log/log-file.ts'
import { linesOf, readLogs } from './log/log-reader.ts'
import { NATIVE_WORDS } from './native-words.ts'
import type { AppSettings } from './settings.ts'

export interface LocalDeps {
  /** The folder of the built main files. */
  readonly built: string
  readonly sandboxed: boolean
  /** Weights that trainings start from. */
  readonly policyFolder: string
  readonly logsFolder: string
  readonly log: LogFile
  readonly settings: AppSettings
  readonly engine: Pick<EngineLink, 'ask'>
  settingsChanged(now: Settings): void
  window(): BrowserWindow | undefined
}

export function localHandlers(deps: LocalDeps): Handlers<LocalCallName> {
  const { built, sandboxed, policyFolder, logsFolder, log, settings, engine, window } = deps
  const about = () =>
    appInfo(
      {
        version: app.getVersion(),
        versions: process.versions,
        platform: process.platform,
        processor: process.arch,
        sandboxed,
      },
      policyFolder,
    )
  const language = () => settings.view().language
  return {
    ...appHandlers(about, () => readLicences(built)),
    ...settingsHandlers(settings, deps.settingsChanged),
    ...systemHandlers(settings, window),
    ...projectHandlers(settings),
    ...logHandlers({ folder: logsFolder, read: (filter, limit) => readLogs(logsFolder, filter, limit) }),
    ...bundleHandlers({
      logLines: (part) => linesOf(logsFolder, part),
      about: async () => ({ ...(await about()), ...machine() }),
      settings: () => settings.view(),
      redaction: () => ({ secrets: log.hidden, folders: knownFolders(settings) }),
      ask: (name) => engine.ask(name, undefined, language()),
      pickPlace: () =>
        pickPlace(window(), {
          title: NATIVE_WORDS[language()].saveBundle,
          defaultPath: join(homedir(), `looptool-support-${new Date().toISOString().slice(0, 10)}.zip`),
          filters: [{ name: 'ZIP', extensions: ['zip'] }],
        }),
    }),
  }
}

const machine = () => ({
  system: `${type()} ${release()}`,
  processors: cpus().length,
  memoryMB: Math.round(totalmem() / 1e6),
  locale: app.getLocale(),
  madeAt: new Date().toISOString(),
})

/** Folders whose paths may name a person, with what stands for them. */
const knownFolders = (settings: AppSettings): KnownFolders => [
  ...settings.recent().map(({ folder }, n) => [folder, `<project ${n + 1}>`] as const),
  [settings.view().projectsFolder, '<projects>'],
  [app.getPath('userData'), '<user data>'],
  [homedir(), '~'],
]
