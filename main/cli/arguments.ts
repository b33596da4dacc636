import { type ParseArgsConfig, parseArgs } from 'node:util'

/** A call of the command line that cannot be understood: exit code 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>
export interface Arguments {
  readonly files: readonly string[]
  text(name: string): string | undefined
  flag(name: string): boolean
  /** @throws UsageError unless the value is a whole number in the range */
  whole(name: string, low: number, high: number): number | undefined
  /** @throws UsageError unless the value is a number above 0 and not above `high` */
  amount(name: string, high: number): number | undefined
  /** `a=1,b=2` as numbers. @throws UsageError */
  shares<K extends string>(name: string, keys: readonly K[]): Partial<Record<K, number>> | undefined
}

/** @throws UsageError for an unknown switch or a missing value */
export function readArguments(args: readonly string[], options: Options): Arguments {
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
  // An empty path would mean the current folder, an empty number 0: neither was meant.
  const empty = Object.entries(parsed.values).find(([, value]) => value === '')
  if (empty) throw new UsageError(`--${empty[0]} is empty`)
  const text = (name: string): string | undefined => {
    const value = parsed.values[name]
    return typeof value === 'string' ? value : undefined
  }
  return {
    files: parsed.positionals,
    text,
    flag: (name) => parsed.values[name] === true,
    whole: (name, low, high) => {
      const value = text(name)
      if (value === undefined) return undefined
      const n = Number(value)
      if (!/^\d+$/.test(value) || n < low || n > high) {
        throw new UsageError(`--${name} takes a whole number from ${low} to ${high}, not ${value}`)
      }
      return n
    },
    amount: (name, high) => {
      const value = text(name)
      if (value === undefined) return undefined
      const n = Number(value)
      if (!(n > 0 && n <= high)) throw new UsageError(`--${name} takes a number above 0, not ${value}`)
      return n
    },
    shares: (name, keys) => {
      const value = text(name)
      return value === undefined ? undefined : readShares(name, value, keys)
    },
  }
}

function readShares<K extends string>(
  name: string,
  value: string,
  keys: readonly K[],
): Partial<Record<K, number>> {
  const shares: Partial<Record<K, number>> = {}
  for (const part of value.split(',')) {
    const [word, number] = part.split('=')
    const key = keys.find((k) => k === word?.trim())
    const share = Number(number)
    if (key === undefined || !number?.trim() || !(share >= 0 && share <= 1000)) {
      throw new UsageError(
        `--${name} takes pairs such as ${keys[0]}=1,${keys[1] ?? keys[0]}=2; known: ${keys.join(', ')}`,
      )
    }
    shares[key] = share
  }
  return shares
}
