/** The files beside a model that say what its tokens and its chats are. */
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'

/** Larger than any vocabulary that is in use (Gemma's is 33 MB). */
const LARGEST = 128 * 1024 * 1024
const LARGEST_TEXT = 4 * 1024 * 1024

const TOKENIZER = 'tokenizer.json'
const CONFIG = 'tokenizer_config.json'
const TEMPLATE = 'chat_template.jinja'

/** As texts: they are decoded where they are used, in another thread. */
export interface ModelFiles {
  /** Holds them. */
  readonly folder: string
  readonly tokenizer: string
  readonly config: string
  /** Absent: the model came without one. */
  readonly template?: string
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')

async function readText(file: string, largest: number): Promise<string | undefined> {
  try {
    const { size } = await stat(file)
    if (size > largest)
      throw new Failure('tokenizer.tooLarge', { file: basename(file), mb: Math.round(size / 1024 ** 2) })
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    if (error instanceof Failure) throw error
    throw new Failure('tokenizer.damaged', {}, String(error))
  }
}

const templateSchema = z.union([
  z.string(),
  z
    .array(z.object({ name: z.string(), template: z.string() }))
    .transform((named) => (named.find(({ name }) => name === 'default') ?? named[0])?.template),
])
const configSchema = z.looseObject({ chat_template: templateSchema.optional() })

/** The template that stands in tokenizer_config.json; models of today have it in a file of its own. */
function templateIn(config: string): string | undefined {
  try {
    return configSchema.parse(JSON.parse(config)).chat_template
  } catch (error) {
    throw new Failure('tokenizer.damaged', {}, `${CONFIG}: ${String(error)}`)
  }
}

async function folderOf(place: string): Promise<string> {
  const found = await stat(place).catch(() => undefined)
  return found?.isFile() ? dirname(place) : place
}

/**
 * @param place the folder, or one of the files in it
 * @throws Failure `tokenizer.notFound`, `tokenizer.tooLarge`, `tokenizer.unreadable`
 */
export async function readModelFiles(place: string): Promise<ModelFiles> {
  const folder = await folderOf(place)
  const tokenizer = await readText(join(folder, TOKENIZER), LARGEST)
  if (tokenizer === undefined) throw new Failure('tokenizer.notFound', { folder })
  const config = (await readText(join(folder, CONFIG), LARGEST_TEXT)) ?? '{}'
  const template = (await readText(join(folder, TEMPLATE), LARGEST_TEXT)) ?? templateIn(config)
  return { folder, tokenizer, config, ...(template === undefined ? {} : { template }) }
}
