import { type ExactJson, ExactNumber } from './exact.ts'

/** A loop, since `/0+$/` takes quadratic time on a long run of zeros that does not end the text. */
function withoutEndingZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return digits.slice(0, end)
}

/**
 * A number's value as `sign digits E exponent` with no leading or trailing zeros, so that equal values have equal
 * texts: 1, 1.0 and 1e0 agree; 12345678901234567890 and …891 do not.
 */
export function decimalKey(text: string): string {
  const found = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!found) return text
  const fraction = found[3] ?? ''
  const digits = `${found[2]}${fraction}`.replace(/^0+/, '')
  const significant = withoutEndingZeros(digits)
  if (significant === '') return '0'
  // A written exponent may be absurdly long; BigInt keeps the comparison exact at any length.
  const exponent =
    BigInt(found[4] ?? '0') - BigInt(fraction.length) + BigInt(digits.length - significant.length)
  return `${found[1]}${significant}E${exponent}`
}

const numbersEqual = (a: ExactNumber, b: ExactNumber): boolean =>
  a.text === b.text || decimalKey(a.text) === decimalKey(b.text)

/**
 * Deep equality of values: numbers by exact decimal value, booleans never equal to numbers, strings exact, list
 * order and length significant, key order not.
 */
export function jsonEqual(a: ExactJson, b: ExactJson): boolean {
  if (a === b) return true
  if (a instanceof ExactNumber) return b instanceof ExactNumber && numbersEqual(a, b)
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((v, i) => jsonEqual(v, b[i] as ExactJson))
  }
  if (a instanceof Map) {
    if (!(b instanceof Map) || a.size !== b.size) return false
    for (const [key, v] of a) {
      const other = b.get(key)
      if (other === undefined || !jsonEqual(v, other)) return false
    }
    return true
  }
  return false
}
