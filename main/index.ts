/** Composition root of Electron main: builds the parts and joins them, does no work itself. */
import { join } from 'node:path'
import { app, BrowserWindow, ipcMain, nativeTheme, protocol, session } from 'electron'
import ElectronStore from 'electron-store'
import { PUSH_CHANNEL } from '#core/contract/channels.ts'
import type { Pushes, PushName, Settings } from '#core/contract/index.ts'
import { ContactBook, contactsFile } from '#engine/contact-book.ts'
import { logsFolder, ownPolicy, startEngine } from './engine-child.ts'
import { EngineLink } from './engine-link.ts'
import { completeProjectCall } from './ipc/project.ts'
import { registerDoor } from './ipc/register.ts'
import { systemKeyring } from './keyring.ts'
import { localHandlers } from './local-handlers.ts'
import { logConsole } from './log/console-log.ts'
import { LogFile } from './log/log-file.ts'
import { showMenu } from './menu.ts'
import { answerBundle } from './protocol.ts'
import { runSampleInWindow, sampleOrder } from './sample-window.ts'
import { createSecrets } from './secrets.ts'
import { denyPermissions, guardContents, letNothingOut, silenceChromium } from './security.ts'
import { type AppSettings, createSettings, quarantineSettings } from './settings.ts'
import { watchJobs } from './watch-jobs.ts'
import { focusWindow, openWindow } from './window.ts'

const built = import.meta.dirname
const sandboxed = !app.commandLine.hasSwitch('no-sandbox')
const WINDOW_FILES = {
  preload: join(built, '../preload/index.cjs'),
  icon: join(built, '../../resources/icons/icon.png'),
}
const ownData = process.env.LOOPTOOL_USER_DATA

if (ownData) app.setPath('userData', ownData)
if (sandboxed) app.enableSandbox()
silenceChromium(app.commandLine)
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
])

if (app.requestSingleInstanceLock()) void app.whenReady().then(run)
else leaveToFirst()

function run(): void {
  let window: BrowserWindow | undefined
  const log = new LogFile('app', { folder: logsFolder(), now: () => new Date() })
  logConsole(log)
  log.write('info', `LoopTool ${app.getVersion()} starts, Electron ${process.versions.electron}`)
  const settings = readSettings()
  const push = <P extends PushName>(name: P, payload: Pushes[P]): void => {
    jobs.hearPush(name, payload)
    if (name === 'engine.state') log.write('info', `the engine: ${(payload as Pushes['engine.state']).state}`)
    if (name === 'project.changed' && payload) noteProject(settings, payload as Pushes['project.changed'])
    if (window && !window.isDestroyed()) window.webContents.send(PUSH_CHANNEL, name, payload)
  }
  const jobs = watchJobs(settings, push, () => window)
  const apply = (now: Settings): void => {
    jobs.look()
    nativeTheme.themeSource = now.theme
    showMenu(now.language)
    push('settings.changed', now)
  }

  const contacts = new ContactBook(contactsFile(app.getPath('userData')), () => new Date())
  guardContents(settings)
  denyPermissions(session.defaultSession)
  letNothingOut(session.defaultSession, (host) => contacts.block(host, 'window'))
  protocol.handle('app', (request) => answerBundle(join(built, '../renderer'), request))
  const engine = new EngineLink({
    start: () => startEngine(built, log),
    push,
    secrets: createSecrets(join(app.getPath('userData'), 'secrets.json'), systemKeyring, (value) =>
      log.hide(value),
    ),
    later: (ms, then) => {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
  })
  registerDoor(ipcMain, {
    local: localHandlers({
      ...{ built, sandboxed, log, settings, engine, logsFolder: logsFolder() },
      policyFolder: ownPolicy ?? join(built, '../../resources/nano'),
      settingsChanged: apply,
      window: () => window,
    }),
    engine,
    language: () => settings.view().language,
    complete: (name, input) => completeProjectCall(settings, name, input),
    failed: (name, { code, detail }) =>
      code === 'program.defect'
        ? log.write('error', `${name} failed: ${code}`, detail)
        : log.write('warning', `${name} failed: ${code}`),
  })

  const open = (): BrowserWindow => {
    window = openWindow(WINDOW_FILES, settings)
    return window
  }
  apply(settings.view())
  const first = open()
  const order = sampleOrder(process.argv)
  if (order) void runSampleInWindow(app, first, order).then((code) => app.exit(code))
  app.on('second-instance', () => window && !window.isDestroyed() && focusWindow(window))
  app.on('activate', () => BrowserWindow.getAllWindows().length === 0 && open())
  app.on('window-all-closed', () => process.platform !== 'darwin' && app.quit())
  quitAfter(engine)
}

/** The program runs already with this user data, and was told; a sample run cannot be handed to it. */
function leaveToFirst(): void {
  const ordered = sampleOrder(process.argv) !== undefined
  if (ordered) console.error('LoopTool is open already. Close it, then start the sample run again.')
  app.exit(ordered ? 1 : 0)
}

function readSettings(): AppSettings {
  const folder = app.getPath('userData')
  const stamp = new Date().toISOString().replace(/\.\d+Z$|[-:]/g, '')
  const quarantined = quarantineSettings(join(folder, 'settings.json'), stamp)
  const defaults = {
    language: app.getLocale().startsWith('zh') ? ('zh' as const) : ('en' as const),
    projectsFolder: join(app.getPath('documents'), 'LoopTool'),
  }
  return createSettings(new ElectronStore({ name: 'settings', cwd: folder }), defaults, quarantined)
}

function noteProject(settings: AppSettings, project: Pushes['project.changed']): void {
  if (project) settings.noteProject(project, new Date().toISOString())
}

/** The engine closes its project before the program ends; the first quit waits for it. */
function quitAfter(engine: EngineLink): void {
  let closed = false
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void engine.close().then(() => {
      closed = true
      app.quit()
    })
  })
}
