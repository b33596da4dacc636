import type { ChatMessage } from '../endpoint/transport.ts'
import { type Prompt, PromptError } from './front-matter.ts'

export type Values = Readonly<Record<string, string>>

const SLOT = /\{\{([A-Za-z0-9]+)\}\}/g
/** A line that begins the message of the user; what stands above it is the system message. */
const USER_PART = /^=== user ===$/m

/** Names that stand as slots in a body. */
export const slotsOf = (body: string): Set<string> =>
  new Set([...body.matchAll(SLOT)].map((found) => found[1] ?? ''))

function checkValues(prompt: Prompt, values: Values): void {
  const slots = slotsOf(prompt.body)
  const missing = [...slots].filter((name) => !Object.hasOwn(values, name))
  const unused = Object.keys(values).filter((name) => !slots.has(name))
  if (missing.length > 0) throw new PromptError(`${prompt.id}: no value for ${missing.join(', ')}`)
  if (unused.length > 0) throw new PromptError(`${prompt.id}: nothing uses ${unused.join(', ')}`)
}

/** Marks that a chat template takes for its own, as `<|im_end|>`: a value must not end a message or begin another. */
const CHAT_MARK = /<(?=\|[^<>|]{1,40}\|>)/g

/** A value as it was, but for marks and half signs (UTF-8 has none). What it holds is never taken for a slot. */
const inserted = (value: string): string => value.toWellFormed().replace(CHAT_MARK, '< ')

/** The gaps of empty values are closed first, so that blank lines inside a value stay. */
const fill = (text: string, values: Values): string =>
  text
    .replace(SLOT, (slot, name: string) => (values[name] === '' ? '' : slot))
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .replace(SLOT, (_, name: string) => inserted(values[name] ?? ''))

/** The whole body as one text. @throws PromptError when a value is missing or unused */
export function renderText(prompt: Prompt, values: Values): string {
  checkValues(prompt, values)
  return fill(prompt.body, values)
}

/** The body as a system message, and a user message where it has that part. @throws PromptError */
export function renderMessages(prompt: Prompt, values: Values): ChatMessage[] {
  checkValues(prompt, values)
  const [system = '', user] = prompt.body.split(USER_PART)
  const messages: ChatMessage[] = [{ role: 'system', content: fill(system, values) }]
  if (user !== undefined) messages.push({ role: 'user', content: fill(user, values) })
  return messages
}

/** A part's list: items (`- …`) under each heading (`## name`). */
export function sectionsOf(prompt: Prompt): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>()
  let items: string[] | undefined
  for (const line of prompt.body.split('\n')) {
    const heading = /^## (\S+)$/.exec(line)?.[1]
    const item = /^- (.+)$/.exec(line)?.[1]
    if (heading !== undefined) {
      items = []
      sections.set(heading, items)
    } else if (item !== undefined) items?.push(item)
  }
  return sections
}
