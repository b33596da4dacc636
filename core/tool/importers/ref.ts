import { type ExactJson, isExactObject } from '../../json/exact.ts'
import { Refusal } from './refusal.ts'

const unescaped = (part: string): string => {
  try {
    return decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~')
  } catch {
    return part.replace(/~1/g, '/').replace(/~0/g, '~')
  }
}

/** One part of a JSON pointer, escaped. */
export const pointerPart = (key: string): string => key.replace(/~/g, '~0').replace(/\//g, '~1')

/**
 * What a `$ref` inside `root` points to. Only the document itself is looked at.
 * @throws Refusal `ref.remote`, `ref.file` or `ref.missing`
 */
export function resolveRef(root: ExactJson, ref: string): ExactJson {
  if (/^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(ref) || /^[a-z][a-z0-9+.-]+:/i.test(ref)) {
    throw new Refusal('ref.remote', ref)
  }
  if (!ref.startsWith('#')) throw new Refusal('ref.file', ref)
  let at: ExactJson | undefined = root
  for (const part of ref.slice(1).split('/').slice(1)) {
    const key = unescaped(part)
    if (isExactObject(at)) at = at.get(key)
    else if (Array.isArray(at) && /^\d{1,9}$/.test(key)) at = at[Number(key)]
    else at = undefined
    if (at === undefined) throw new Refusal('ref.missing', ref)
  }
  if (ref !== '#' && !ref.startsWith('#/')) throw new Refusal('ref.missing', ref)
  return at
}

/** Follows an object that is only a reference, however often. @throws Refusal */
export function follow(root: ExactJson, value: ExactJson | undefined): ExactJson | undefined {
  const seen = new Set<string>()
  let at = value
  while (isExactObject(at)) {
    const ref = at.get('$ref')
    if (typeof ref !== 'string') return at
    if (seen.has(ref)) throw new Refusal('ref.missing', `${ref} points to itself`)
    seen.add(ref)
    at = resolveRef(root, ref)
  }
  return at
}
