import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { WindowLanguage } from '#core/failure/words.ts'
import { NATIVE_WORDS } from './native-words.ts'

/** The menu in the user's language; also what gives the usual keys (copy, zoom, quit) their meaning. */
export function showMenu(language: WindowLanguage): void {
  const words = NATIVE_WORDS[language]
  const item = (role: MenuItemConstructorOptions['role'], label: string): MenuItemConstructorOptions =>
    role ? { role, label } : { label }
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { label: words.file, submenu: [item('close', words.close), item('quit', words.quit)] },
    {
      label: words.edit,
      submenu: [
        item('undo', words.undo),
        item('redo', words.redo),
        line,
        item('cut', words.cut),
        item('copy', words.copy),
        item('paste', words.paste),
        item('selectAll', words.selectAll),
      ],
    },
    {
      label: words.view,
      submenu: [
        item('resetZoom', words.zoomReset),
        item('zoomIn', words.zoomIn),
        item('zoomOut', words.zoomOut),
        item('togglefullscreen', words.fullScreen),
        line,
        item('reload', words.reload),
        ...(app.isPackaged ? [] : [item('toggleDevTools', words.developer)]),
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
