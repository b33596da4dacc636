/** A JSON number as Python's json writes it after reading it: `1e5` becomes `100000.0`, `-0` becomes `0`. */
export function pythonNumber(text: string): string {
  if (/^-?\d+$/.test(text)) return BigInt(text).toString()
  const value = Number(text)
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  const [, sign = '', first = '0', rest = '', power = '0'] =
    /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(value.toExponential()) ?? []
  const minus = Object.is(value, -0) ? '-' : sign
  const exponent = Number(power)
  // Where Python's repr changes from plain digits to an exponent.
  if (exponent < -4 || exponent >= 16) {
    const digits = String(Math.abs(exponent)).padStart(2, '0')
    return `${minus}${first}${rest === '' ? '' : `.${rest}`}e${exponent < 0 ? '-' : '+'}${digits}`
  }
  const digits = first + rest
  if (exponent < 0) return `${minus}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${minus}${whole}.${digits.slice(exponent + 1) || '0'}`
}
