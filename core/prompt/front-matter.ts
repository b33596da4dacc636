import { parseDocument } from 'yaml'
import { z } from 'zod'
import { LANGUAGES } from '../dialog/case-type.ts'

/** What a prompt leads to: an answer in this form, or a part that stands inside other prompts. */
export const ANSWER_FORMS = ['json', 'text', 'calls', 'part'] as const

const frontMatterSchema = z.strictObject({
  /** `<role>/<name>.<language>`, as in the file's path. */
  id: z.string().min(1),
  version: z.number().int().min(1),
  role: z.string().min(1),
  /** Names that stand as `{{name}}` in the body. */
  variables: z.array(z.string().regex(/^[a-z][A-Za-z0-9]*$/)),
  answer: z.enum(ANSWER_FORMS),
})
export type FrontMatter = z.infer<typeof frontMatterSchema>

/** One version of a prompt: its front matter and the text below it. */
export interface Prompt extends FrontMatter {
  readonly language: (typeof LANGUAGES)[number]
  readonly body: string
  /** The whole file, line ends as \n. */
  readonly text: string
  /** Of `text`. */
  readonly hash: string
}

/** A prompt file that cannot be used, or values that do not fit it. */
export class PromptError extends Error {}

const FILE = /^([a-z]+)\/([a-z-]+)\.(en|zh)\.v(\d+)\.md$/
const LAYOUT = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/

const languageOf = (text: string | undefined): (typeof LANGUAGES)[number] | undefined =>
  LANGUAGES.find((language) => language === text)

/** Plain YAML only: aliases, which can blow a small text up, are refused. */
function readYaml(text: string): unknown {
  const yaml = parseDocument(text, { schema: 'core' })
  if (yaml.errors[0]) throw new PromptError(`front matter: ${yaml.errors[0].message}`)
  try {
    return yaml.toJS({ maxAliasCount: 0 })
  } catch (error) {
    throw new PromptError(`front matter: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/**
 * Reads a prompt file.
 *
 * @param path inside the prompts folder, with forward slashes: `user/turn.en.v1.md`
 * @param sha256 hex digest of a text's UTF-8 bytes
 * @throws PromptError
 */
export function readPrompt(path: string, text: string, sha256: (text: string) => string): Prompt {
  const named = FILE.exec(path)
  const language = languageOf(named?.[3])
  if (!named || !language) throw new PromptError('the file name is not <role>/<name>.<language>.v<number>.md')
  const whole = text.replace(/^\ufeff/, '').replace(/\r\n/g, '\n')
  const parts = LAYOUT.exec(whole)
  if (!parts) throw new PromptError('there is no front matter between two lines of ---')
  const decoded = frontMatterSchema.safeParse(readYaml(parts[1] ?? ''))
  if (!decoded.success) throw new PromptError(`front matter: ${z.prettifyError(decoded.error)}`)
  const { id, version, role } = decoded.data
  if (id !== `${named[1]}/${named[2]}.${language}` || version !== Number(named[4]) || role !== named[1])
    throw new PromptError('id, version and role do not agree with the file name')
  return { ...decoded.data, language, body: (parts[2] ?? '').trim(), text: whole, hash: sha256(whole) }
}

/** The text of a prompt file with another body. */
export const withBody = ({ text }: Prompt, body: string): string => {
  const head = LAYOUT.exec(text)?.[1] ?? ''
  return `---\n${head}\n---\n\n${body.replace(/\r\n/g, '\n').trim()}\n`
}
