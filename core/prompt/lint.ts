import type { Prompt } from './front-matter.ts'
import { slotsOf } from './render.ts'

/** Longest body that is still a prompt and not a book, in characters. */
const LONGEST = 12_000

/** What is wrong with one prompt, in plain words; empty when nothing is. */
export function lintPrompt(prompt: Prompt): string[] {
  const found: string[] = []
  const slots = slotsOf(prompt.body)
  for (const name of prompt.variables) if (!slots.has(name)) found.push(`variable ${name} stands nowhere`)
  for (const name of slots) if (!prompt.variables.includes(name)) found.push(`{{${name}}} is not declared`)
  if (new Set(prompt.variables).size !== prompt.variables.length) found.push('a variable is declared twice')
  if (/\{\{(?![A-Za-z0-9]+\}\})/.test(prompt.body)) found.push('a {{ opens no variable')
  if (prompt.body === '') found.push('the body is empty')
  if (prompt.body.length > LONGEST) found.push(`the body is longer than ${LONGEST} characters`)
  const chinese = /\p{Script=Han}/u.test(prompt.body)
  if (chinese !== (prompt.language === 'zh')) found.push(`the text is not in ${prompt.language}`)
  return found
}

/** What is wrong with the two languages of a prompt beside each other. */
export function lintPair(a: Prompt, b: Prompt): string[] {
  const same = (left: readonly string[], right: readonly string[]): boolean =>
    [...left].sort().join() === [...right].sort().join()
  const found: string[] = []
  if (!same(a.variables, b.variables)) found.push('the languages declare different variables')
  if (a.answer !== b.answer) found.push('the languages want different answers')
  const headings = (prompt: Prompt): string[] => prompt.body.match(/^## \S+$/gm) ?? []
  if (a.answer === 'part' && !same(headings(a), headings(b)))
    found.push('the languages have different sections')
  return found
}
