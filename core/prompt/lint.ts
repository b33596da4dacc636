import type { Prompt } from './front-matter.ts'
import { sectionsOf, slotsOf } from './render.ts'

/** Longest body that is still a prompt and not a book, in characters. */
export const LONGEST_BODY = 12_000

export const PROMPT_FINDINGS = [
  'unused',
  'undeclared',
  'twice',
  'openSlot',
  'empty',
  'tooLong',
  'language',
  'variables',
  'answer',
  'sections',
  'emptySection',
  'userPart',
] as const
export type PromptFindingCode = (typeof PROMPT_FINDINGS)[number]

/** What is wrong with a prompt; words stand in lint-words.ts. */
export interface PromptFinding {
  readonly code: PromptFindingCode
  /** The variable, section or language it is about. */
  readonly name?: string
}

const sorted = (names: Iterable<string>): string => [...names].sort().join(', ')
const headingsOf = ({ body }: Prompt): string[] =>
  [...body.matchAll(/^## (\S+)$/gm)].map(([, name = '']) => name)

/** What is wrong with one prompt; empty when nothing is. */
export function lintPrompt(prompt: Prompt): PromptFinding[] {
  const { body, variables, language } = prompt
  const slots = slotsOf(body)
  const found: PromptFinding[] = []
  for (const name of new Set(variables)) if (!slots.has(name)) found.push({ code: 'unused', name })
  for (const name of slots) if (!variables.includes(name)) found.push({ code: 'undeclared', name })
  for (const name of new Set(variables.filter((one, i) => variables.indexOf(one) !== i)))
    found.push({ code: 'twice', name })
  if (/\{\{(?![A-Za-z0-9]+\}\})/.test(body)) found.push({ code: 'openSlot' })
  if (body === '') found.push({ code: 'empty' })
  if (body.length > LONGEST_BODY) found.push({ code: 'tooLong' })
  if (body !== '' && /\p{Script=Han}/u.test(body) !== (language === 'zh'))
    found.push({ code: 'language', name: language })
  return found
}

/** What is wrong with the two languages of a prompt beside each other. */
export function lintPair(a: Prompt, b: Prompt): PromptFinding[] {
  const found: PromptFinding[] = []
  if (sorted(a.variables) !== sorted(b.variables))
    found.push({ code: 'variables', name: sorted(b.variables) })
  if (a.answer !== b.answer) found.push({ code: 'answer', name: b.answer })
  if (a.answer === 'part' && sorted(headingsOf(a)) !== sorted(headingsOf(b)))
    found.push({ code: 'sections', name: sorted(headingsOf(b)) })
  return found
}

const USER_PART = /^=== user ===$/m

/** What is wrong with a project's own prompt in the place of a published one, as far as stages would stumble over it. */
export function lintOwn(own: Prompt, published: Prompt): PromptFinding[] {
  const found = [...lintPrompt(own), ...lintPair(own, published)]
  if (published.answer === 'part')
    for (const [name, items] of sectionsOf(own))
      if (items.length === 0) found.push({ code: 'emptySection', name })
  if (USER_PART.test(own.body) !== USER_PART.test(published.body)) found.push({ code: 'userPart' })
  return found
}
