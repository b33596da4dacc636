/** Prompt files on disk: the published ones of the program, and a project's own in place of them. */
import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import {
  type PromptFile,
  PromptLibrary,
  type PromptShelf,
  pathOf,
  RecordedPrompts,
} from '#core/prompt/library.ts'
import type { PromptMarks } from '#core/prompt/mark.ts'
import { keepTexts, keptTexts } from '../project/kept-texts.ts'
import type { Store } from '../project/store.ts'
import { sha256 } from '../project/tool-set-records.ts'

/** A prompt is a page or two; a larger file is something else. */
const LARGEST = 256 * 1024

export interface Prompts {
  /** The prompts as they stand on disk now. @throws Failure `prompt.invalid` */
  inForce(): Promise<PromptLibrary>
  /**
   * Those that a job recorded, whatever stands on disk now; what it recorded nothing of as it stands.
   * @throws Failure `prompt.changed` when a text is not to be had any more
   */
  recorded(marks: PromptMarks): Promise<PromptShelf>
  /** What a job that uses these prompts records; their texts are kept first. @throws Failure `prompt.damaged` */
  marks(names: readonly string[]): Promise<PromptMarks>
}

/** Where a project's own prompts are written. */
export interface OwnPrompts {
  /** Puts a text in the place of a published prompt, whole or not at all. */
  write(file: PromptFile): Promise<void>
  /** Puts every own file of a prompt aside; nothing is deleted. */
  putAside(id: string): Promise<void>
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
  // Too large to be read: what stands in for it is no prompt either, and is told as damaged.
  if (size > LARGEST) return { path, text: '' }
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

export const ownPromptsOf = (projectFolder: string): string => join(projectFolder, 'prompts')

/**
 * @param folders the program's resources (prompts stand in `prompts/`), and the project, whose own `prompts/` may
 * replace any of them
 * @param store where texts that jobs used are kept; without one nothing is kept
 */
export function createPrompts(folders: {
  readonly resourcesFolder: string
  readonly projectFolder?: string
  readonly store?: Store
}): Prompts {
  const { resourcesFolder, projectFolder, store } = folders
  const library = async (withOwn: boolean): Promise<PromptLibrary> => {
    const published = await readFolder(join(resourcesFolder, 'prompts'))
    const own = withOwn && projectFolder !== undefined ? await readFolder(ownPromptsOf(projectFolder)) : []
    return new PromptLibrary({ published, own, sha256 })
  }
  return {
    inForce: () => library(true),
    recorded: async (marks) => {
      const hashes = Object.values(marks).map(({ hash }) => hash)
      const texts = store ? await keptTexts(store, hashes) : new Map<string, string>()
      return new RecordedPrompts(marks, texts, await library(true), sha256)
    },
    marks: async (names) => {
      const now = await library(true)
      const used = now.named(names)
      if (store) await keepTexts(store, new Map(used.map(({ hash, text }) => [hash, text])))
      return Object.fromEntries(used.map((prompt) => [prompt.id, now.markOf(prompt)]))
    },
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  const next = `${file}.new`
  await mkdir(dirname(file), { recursive: true })
  const handle = await open(next, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(next, file)
}

/** @param stamp part of the name of a file that is put aside */
export function createOwnPrompts(projectFolder: string, stamp: () => string): OwnPrompts {
  const folder = ownPromptsOf(projectFolder)
  return {
    write: ({ path, text }) =>
      writeWhole(join(folder, path), text).catch((error: unknown) => {
        throw new Failure('file.unwritable', { file: join(folder, path), why: String(error) })
      }),
    putAside: async (id) => {
      const role = dirname(id)
      for (const name of await namesIn(join(folder, role))) {
        const path = `${role}/${name}`
        if (!name.endsWith('.md') || path !== pathOf({ id, version: versionIn(name) })) continue
        await rename(join(folder, path), join(folder, `${path}.aside-${stamp()}`))
      }
    },
  }
}

const versionIn = (name: string): number => Number(/\.v(\d+)\.md$/.exec(name)?.[1] ?? 0)
