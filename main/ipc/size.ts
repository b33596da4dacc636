/**
 * Whether a value that came by structured clone is larger than `limit`, counting characters, bytes and values. Stops
 * counting as soon as it knows, so that a cycle or a huge value costs no more than the limit.
 */
export function exceeds(value: unknown, limit: number): boolean {
  const open: unknown[] = [value]
  let size = 0
  while (open.length > 0) {
    const one = open.pop()
    size += 1 + ownSize(one)
    if (size > limit) return true
    for (const part of partsOf(one)) {
      open.push(part)
      if (size + open.length > limit) return true
    }
  }
  return false
}

function ownSize(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value === 'bigint') return value.toString(16).length
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength
  return 0
}

function* partsOf(value: unknown): Iterable<unknown> {
  if (typeof value !== 'object' || value === null || ownSize(value) > 0) return
  if (value instanceof Map) {
    for (const [key, held] of value) yield* [key, held]
  } else if (value instanceof Set || Array.isArray(value)) {
    yield* value
  } else {
    for (const key of Object.keys(value)) {
      yield key
      yield (value as Record<string, unknown>)[key]
    }
  }
}
