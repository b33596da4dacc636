import { type ExactJson, ExactNumber } from './exact.ts'

export type PlainJson = null | boolean | number | string | PlainJson[] | { [key: string]: PlainJson }

/**
 * The tree as ordinary JavaScript values, for libraries that want those (JSON Schema). Numbers lose what a double
 * cannot hold. Objects have no prototype, so a key named `__proto__` is only a key.
 */
export function toPlain(value: ExactJson): PlainJson {
  if (value instanceof ExactNumber) return Number(value.text)
  if (Array.isArray(value)) return value.map(toPlain)
  if (value instanceof Map) {
    const out: { [key: string]: PlainJson } = Object.create(null)
    for (const [key, v] of value) out[key] = toPlain(v)
    return out
  }
  return value
}

/** Ordinary values as a tree. `undefined` entries of objects are left out; NaN and infinities become null. */
export function fromPlain(value: unknown): ExactJson {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? new ExactNumber(JSON.stringify(value)) : null
  if (typeof value === 'bigint') return new ExactNumber(value.toString())
  if (value instanceof ExactNumber || value instanceof Map) return value as ExactJson
  if (Array.isArray(value)) return value.map((v) => fromPlain(v === undefined ? null : v))
  if (typeof value === 'object') {
    const out = new Map<string, ExactJson>()
    for (const [key, v] of Object.entries(value)) if (v !== undefined) out.set(key, fromPlain(v))
    return out
  }
  return null
}
