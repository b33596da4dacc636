/** Prompt files on disk: the published ones of the program, and a project's own in place of them. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { type PromptFile, PromptLibrary } from '#core/prompt/library.ts'
import { sha256 } from '../project/tool-set-records.ts'

/** A prompt is a page or two; a larger file is something else. */
const LARGEST = 256 * 1024

export interface Prompts {
  /**
   * The prompts as they stand on disk now.
   *
   * @param recorded hashes of an earlier start: exactly those prompts, or none
   * @throws Failure `prompt.invalid`, `prompt.changed`
   */
  library(recorded?: Readonly<Record<string, string>>): Promise<PromptLibrary>
  /** Content hash by prompt id; what a job records. @throws Failure `prompt.invalid` */
  hashes(): Promise<Record<string, string>>
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

async function readPromptFile(folder: string, path: string): Promise<PromptFile> {
  const file = join(folder, path)
  const { size } = await stat(file)
  if (size > LARGEST) throw new Failure('prompt.invalid', { file: path, why: 'the file is too large' })
  return { path, text: await readFile(file, 'utf8') }
}

/** Every `<role>/<name>.md` of a folder; none when there is no such folder. */
async function readFolder(folder: string): Promise<PromptFile[]> {
  const paths: string[] = []
  for (const role of await namesIn(folder)) {
    for (const name of await namesIn(join(folder, role)))
      if (name.endsWith('.md')) paths.push(`${role}/${name}`)
  }
  return Promise.all(paths.map((path) => readPromptFile(folder, path)))
}

/**
 * @param folders the program's resources (prompts stand in `prompts/`), and the project, whose own `prompts/` may
 * replace any of them
 */
export function createPrompts(folders: {
  readonly resourcesFolder: string
  readonly projectFolder?: string
}): Prompts {
  const library = async (recorded: Readonly<Record<string, string>> = {}): Promise<PromptLibrary> => {
    const published = await readFolder(join(folders.resourcesFolder, 'prompts'))
    const own =
      folders.projectFolder === undefined ? [] : await readFolder(join(folders.projectFolder, 'prompts'))
    return new PromptLibrary({ published, own, recorded, sha256 })
  }
  return { library, hashes: async () => (await library()).hashes() }
}
