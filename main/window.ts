/** The one window: where it opens, how large, and how it looks before the page has drawn anything. */
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { BUNDLE_ORIGIN } from './protocol.ts'
import type { AppSettings, WindowBounds } from './settings.ts'

const SMALLEST = { width: 1024, height: 700 }
const SHORT_LIFE_MS = 5000
const USUAL = { width: 1280, height: 800 }

/** @param files the built preload script and the window's icon (Linux shows it; elsewhere the package's is shown) */
export function openWindow(files: { preload: string; icon: string }, settings: AppSettings): BrowserWindow {
  const { maximized, width, height, x, y } = visibleBounds(settings.bounds())
  const window = new BrowserWindow({
    width,
    height,
    ...(x === undefined || y === undefined ? {} : { x, y }),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'LoopTool',
    icon: files.icon,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: {
      preload: files.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () =>
    settings.keepBounds({ ...window.getNormalBounds(), maximized: window.isMaximized() }),
  )
  reviveAfterCrash(window)
  void window.loadURL(`${BUNDLE_ORIGIN}/index.html`)
  return window
}

/** A page that died is loaded again: the truth is in the engine. One that dies at once is left alone. */
function reviveAfterCrash(window: BrowserWindow): void {
  let lastAt = Number.NEGATIVE_INFINITY
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || performance.now() - lastAt < SHORT_LIFE_MS) return
    lastAt = performance.now()
    // Not from inside the event: Electron itself falls when the page is loaded while its process is being buried.
    setImmediate(() => window.isDestroyed() || window.reload())
  })
}

/** Brings the window to the front, e.g. when a second start was asked for. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** The remembered place when a screen still shows it, otherwise the usual size in the middle. */
function visibleBounds(kept: WindowBounds | undefined): WindowBounds {
  const usual = { ...USUAL, maximized: false }
  if (kept?.x === undefined || kept.y === undefined) return usual
  const { x, y } = kept
  const shown = screen.getAllDisplays().some(({ workArea }) => {
    const across = Math.min(x + kept.width, workArea.x + workArea.width) - Math.max(x, workArea.x)
    return across > 200 && y >= workArea.y && y < workArea.y + workArea.height - 100
  })
  return shown ? kept : usual
}
