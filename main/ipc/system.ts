import { stat } from 'node:fs/promises'
import type { BrowserWindow, OpenDialogOptions } from 'electron'
import { dialog, shell } from 'electron'
import type { Handlers } from '#core/contract/index.ts'
import { Failure } from '#core/failure/failure.ts'
import { NATIVE_WORDS } from '../native-words.ts'
import type { AppSettings } from '../settings.ts'

type SystemCallName = 'system.pickFiles' | 'system.pickFolder' | 'system.showFolder'

/** Native pickers: the only way by which a path gets in that the user did not drop or type. */
export function systemHandlers(
  settings: AppSettings,
  window: () => BrowserWindow | undefined,
): Handlers<SystemCallName> {
  const pick = async (options: OpenDialogOptions): Promise<string[]> => {
    const owner = window()
    const picked = await (owner ? dialog.showOpenDialog(owner, options) : dialog.showOpenDialog(options))
    return picked.canceled ? [] : picked.filePaths
  }
  const words = () => NATIVE_WORDS[settings.view().language]
  return {
    'system.pickFiles': () =>
      pick({
        title: words().pickFiles,
        properties: ['openFile', 'multiSelections'],
        filters: [
          { name: words().toolFiles, extensions: ['json', 'jsonl', 'yaml', 'yml', 'gz'] },
          { name: words().allFiles, extensions: ['*'] },
        ],
      }),
    'system.pickFolder': async () => {
      const [folder] = await pick({
        title: words().pickFolder,
        properties: ['openDirectory', 'createDirectory'],
        defaultPath: settings.view().projectsFolder,
      })
      return folder ?? null
    },
    'system.showFolder': async ({ folder }) => {
      // Opening a file would run it; only a folder is shown.
      const found = await stat(folder).catch(() => undefined)
      if (!found?.isDirectory()) throw new Failure('file.notFound', { file: folder })
      const problem = await shell.openPath(folder)
      if (problem) throw new Failure('file.unreadable', { file: folder, why: problem })
    },
  }
}
