import { stat, writeFile } from 'node:fs/promises'
import type { BrowserWindow, OpenDialogOptions, SaveDialogOptions } from 'electron'
import { dialog, shell } from 'electron'
import type { CallName, Handlers } from '#core/contract/index.ts'
import { Failure } from '#core/failure/failure.ts'
import { NATIVE_WORDS } from '../native-words.ts'
import type { AppSettings } from '../settings.ts'

type SystemCallName = Extract<CallName, `system.${string}`>

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
    'system.pickLog': async () => {
      const [file] = await pick({
        title: words().pickLog,
        properties: ['openFile'],
        filters: [
          { name: words().logFiles, extensions: ['jsonl', 'json', 'log', 'txt'] },
          { name: words().allFiles, extensions: ['*'] },
        ],
      })
      return file ?? null
    },
    'system.pickCsv': async ({ name }) => {
      const file = await pickPlace(window(), {
        title: words().saveCsv,
        defaultPath: withEnding(name, '.csv'),
        filters: [{ name: 'CSV', extensions: ['csv'] }],
      })
      return file === undefined ? null : withEnding(file, '.csv')
    },
    'system.pickRecipe': async () => {
      const [file] = await pick({
        title: words().pickRecipe,
        properties: ['openFile'],
        filters: [
          { name: 'YAML', extensions: ['yaml', 'yml'] },
          { name: words().allFiles, extensions: ['*'] },
        ],
      })
      return file ?? null
    },
    'system.placeRecipe': async ({ name }) => {
      const file = await pickPlace(window(), {
        title: words().saveRecipe,
        defaultPath: withEnding(name, '.yaml'),
        filters: [{ name: 'YAML', extensions: ['yaml', 'yml'] }],
      })
      return file === undefined ? null : /\.ya?ml$/i.test(file) ? file : withEnding(file, '.yaml')
    },
    'system.savePng': async ({ name, png }) => {
      const file = await pickPlace(window(), {
        title: words().savePng,
        defaultPath: withEnding(name, '.png'),
        filters: [{ name: 'PNG', extensions: ['png'] }],
      })
      if (file === undefined) return false
      const place = withEnding(file, '.png')
      await writeFile(place, png).catch((error: NodeJS.ErrnoException) => {
        throw new Failure('file.unwritable', { file: place, why: error.code ?? error.message })
      })
      return true
    },
    'system.placeArchive': async ({ name }) => {
      const file = await pickPlace(window(), {
        title: words().saveArchive,
        defaultPath: withEnding(name, '.zip'),
        filters: [{ name: words().archives, extensions: ['zip'] }],
      })
      return file === undefined ? null : withEnding(file, '.zip')
    },
    'system.pickArchive': async () => {
      const [file] = await pick({
        title: words().pickArchive,
        properties: ['openFile'],
        filters: [{ name: words().archives, extensions: ['zip'] }],
      })
      return file ?? null
    },
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

/** Asks where a file is to be written. Undefined: the picker was closed. */
export async function pickPlace(
  owner: BrowserWindow | undefined,
  options: SaveDialogOptions,
): Promise<string | undefined> {
  const picked = await (owner ? dialog.showSaveDialog(owner, options) : dialog.showSaveDialog(options))
  return picked.canceled || picked.filePath === '' ? undefined : picked.filePath
}

const withEnding = (file: string, ending: string): string =>
  file.toLowerCase().endsWith(ending) ? file : `${file.replaceAll(/[:*?"<>|]/g, '-')}${ending}`
