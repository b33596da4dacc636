/** What no page may do, whatever it asks. */
import { app, BrowserWindow, type CommandLine, dialog, type Session, shell, type WebContents } from 'electron'
import { NATIVE_WORDS } from './native-words.ts'
import { BUNDLE_ORIGIN } from './protocol.ts'
import type { AppSettings } from './settings.ts'

export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
}

/** Schemes that stay inside the program; `devtools` only shows what Electron brings along. */
const INSIDE = /^(app|devtools|data|blob):/

/**
 * Nothing that a page or Chromium itself asks for leaves the computer: all that may be contacted is contacted by the
 * engine, through its gate.
 * @param blocked told of each host that was asked for
 */
export function letNothingOut(session: Session, blocked: (host: string) => void): void {
  session.setSpellCheckerEnabled(false)
  session.setSpellCheckerDictionaryDownloadURL('app://bundle/none/')
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    const inside = INSIDE.test(url)
    if (!inside) blocked(URL.parse(url)?.host || url.slice(0, 200))
    decide({ cancel: !inside })
  })
}

/** What Chromium would do in the background by itself: updates of its parts, reports, guesses at names. Before ready. */
export function silenceChromium(commandLine: CommandLine): void {
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'disable-sync',
    'disable-breakpad',
    'no-pings',
    'no-first-run',
  ])
    commandLine.appendSwitch(name)
  commandLine.appendSwitch('dns-prefetch-disable')
  // A proxy that announces itself in the local network would be asked for.
  if (!commandLine.hasSwitch('proxy-server')) commandLine.appendSwitch('no-proxy-server')
}

/** Holds for every page that will ever exist, devtools and frames included. */
export function guardContents(settings: AppSettings): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.on('will-navigate', (details) => {
      if (!isOurs(details.url)) details.preventDefault()
    })
    contents.on('will-frame-navigate', (details) => {
      if (!isOurs(details.url)) details.preventDefault()
    })
    contents.on('will-redirect', (details) => details.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      void openOutside(url, contents, settings)
      return { action: 'deny' }
    })
  })
}

const isOurs = (address: string): boolean => address.startsWith(`${BUNDLE_ORIGIN}/`)

/** Hands an https address to the user's browser after the user has seen it and said yes. */
async function openOutside(address: string, contents: WebContents, settings: AppSettings): Promise<void> {
  const url = URL.parse(address)
  if (url?.protocol !== 'https:' || url.username || url.password) return
  const words = NATIVE_WORDS[settings.view().language]
  const owner = BrowserWindow.fromWebContents(contents)
  const options = {
    type: 'question' as const,
    message: words.openOutside,
    detail: url.href,
    buttons: [words.open, words.cancel],
    defaultId: 1,
    cancelId: 1,
  }
  const { response } = owner
    ? await dialog.showMessageBox(owner, options)
    : await dialog.showMessageBox(options)
  if (response === 0) await shell.openExternal(url.href)
}
