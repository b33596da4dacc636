import { type Schema, Validator } from '@cfworker/json-schema'
import { type PlainJson, toPlain } from '../json/convert.ts'
import { type ExactJson, isExactObject, readJson } from '../json/exact.ts'

/** The validator reads patterns in Unicode mode, which refuses what other dialects allow (`\\@`). */
function isUnicodePattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}

/**
 * A pattern inside a repeated group can take exponential time on an unlucky text, and texts come from models.
 * True: no quantifier stands on a group that holds another quantifier or an alternative, and no back reference.
 */
export function isSafePattern(pattern: string): boolean {
  if (pattern.length > 500 || /\\[1-9]|\\k</.test(pattern) || !isUnicodePattern(pattern)) return false
  const bare = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x')
  const groups: boolean[] = []
  let risky = false
  for (let i = 0; i < bare.length; i++) {
    const c = bare[i]
    if (c === '(') {
      groups.push(risky)
      risky = false
      if (bare[i + 1] === '?') i++
    } else if (c === ')') {
      if (risky && /^(?:[*+]|\{\d*,|\{\d{2,})/.test(bare.slice(i + 1, i + 12))) return false
      risky = (groups.pop() ?? false) || risky
    } else if (c === '|' || c === '*' || c === '+' || c === '{') risky = true
  }
  return true
}

const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas'])
const DATA = new Set(['default', 'enum', 'const', 'examples', 'required', 'dependentRequired'])

/**
 * The schema as the validator gets it. `format` is a note in JSON Schema 2020-12, not a rule: a time without a zone
 * is a fair answer to "date-time". Patterns that could hang, or that JavaScript cannot read, are not run.
 */
function forValidator(schema: ExactJson): ExactJson {
  if (Array.isArray(schema)) return schema.map(forValidator)
  if (!isExactObject(schema)) return schema
  const out = new Map<string, ExactJson>()
  for (const [key, value] of schema) {
    if (key === 'format') continue
    if (key === 'pattern' && typeof value === 'string' && !isSafePattern(value)) continue
    if (DATA.has(key)) out.set(key, value)
    else if (MAPS.has(key) && isExactObject(value)) {
      const named = [...value].filter(([name]) => key !== 'patternProperties' || isSafePattern(name))
      out.set(key, new Map(named.map(([name, v]) => [name, forValidator(v)])))
    } else out.set(key, forValidator(value))
  }
  return out
}

/** What a call's arguments are checked with. `check` takes plain JSON and never throws for a compiled schema. */
export interface CompiledParameters {
  readonly schema: ExactJson
  readonly check: (value: PlainJson) => ReturnType<Validator['validate']>
}

/** @throws JsonError, or the validator's own error for a schema that it cannot take */
export function compileParameters(text: string): CompiledParameters {
  const schema = readJson(text)
  // The validator's type lists keywords; ours is any JSON, checked by running it once.
  const validator = new Validator(toPlain(forValidator(schema)) as Schema, '2020-12', false)
  validator.validate(toPlain(new Map()))
  return { schema, check: (value) => validator.validate(value) }
}
