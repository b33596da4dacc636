import { TOOL_NAME } from '../tool.ts'
import type { Notes } from './refusal.ts'

const LONGEST = 64

/** A name legal for model APIs, near to the source's; what was altered is noted. Empty when nothing is left. */
export function legalName(source: string, notes: Notes): string {
  if (TOOL_NAME.test(source)) return source
  const marks = /[\u0300-\u036f]/g
  const legal = source
    .normalize('NFD')
    .replace(marks, '')
    .replace(/[^A-Za-z0-9_-]+/g, '_')
    .replace(/^_+|_+$/g, '')
  if (!/^[A-Za-z0-9_-]*$/.test(source)) notes.add('name.illegal', source)
  if (legal.length > LONGEST) notes.add('name.long', source)
  return legal.slice(0, LONGEST)
}

/** The name itself, or the first of `name_2`, `name_3` … that is free; never longer than a name may be. */
export function freeName(name: string, taken: { has(name: string): boolean }): string {
  if (!taken.has(name)) return name
  for (let n = 2; ; n++) {
    const suffix = `_${n}`
    const candidate = `${name.slice(0, LONGEST - suffix.length)}${suffix}`
    if (!taken.has(candidate)) return candidate
  }
}

/** Words of a free text joined by `_`, lower case: "Get User (v2)" → get_user_v2. */
export const slug = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
