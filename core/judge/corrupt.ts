/** Answers made wrong on purpose, in ways that no rule can see: a judge has to. */
import { type ExactJson, ExactNumber, isExactObject, tryReadJson } from '../json/exact.ts'
import { printJson } from '../json/print.ts'
import { toolsByName } from '../probe/standing.ts'
import type { Random } from '../random/random.ts'
import type { Sample } from '../sample/sample.ts'
import type { Answer, ToolCall } from '../tool-call/call.ts'
import { sameCalls } from '../tool-call/match.ts'
import { findingsOf } from './rule.ts'

export const PLANTED_FAULTS = ['value', 'tool', 'fewer', 'needless', 'words'] as const
export type PlantedFault = (typeof PLANTED_FAULTS)[number]

/** Right calls of the whole project, to borrow from: a value of the same argument, a call of another tool. */
export interface CallPool {
  readonly calls: readonly ToolCall[]
}

type Calls = readonly ToolCall[]

const argumentsOf = (call: ToolCall): Map<string, ExactJson> => {
  const value = tryReadJson(call.arguments)
  return isExactObject(value) ? value : new Map()
}

/** Another value of the same type, near enough to be overlooked. Undefined for lists, objects and null. */
function otherValue(value: ExactJson, borrowed: readonly ExactJson[], random: Random): ExactJson | undefined {
  if (typeof value === 'boolean') return !value
  if (value instanceof ExactNumber) {
    const near = Number(value.text) + random.pick([1, 2, 10])
    return Number.isSafeInteger(Number(value.text)) ? new ExactNumber(String(near)) : undefined
  }
  if (typeof value !== 'string') return undefined
  const others = borrowed.filter((one): one is string => typeof one === 'string' && one !== value)
  return others.length === 0 ? undefined : random.pick(others)
}

function changedValue(calls: Calls, pool: CallPool, random: Random): Calls | undefined {
  const at = random.int(0, calls.length - 1)
  const call = calls[at]
  if (call === undefined) return undefined
  const args = argumentsOf(call)
  for (const name of random.shuffle([...args.keys()])) {
    const borrowed = pool.calls
      .filter((one) => one.name === call.name)
      .flatMap((one) => argumentsOf(one).get(name) ?? [])
    const other = otherValue(args.get(name) ?? null, borrowed, random)
    if (other === undefined) continue
    const changed = new Map(args).set(name, other)
    return calls.map((one, i) => (i === at ? { name: call.name, arguments: printJson(changed) } : one))
  }
  return undefined
}

/** Calls of tools that the sample offers and the answer does not use. */
const strangers = (sample: Sample, calls: Calls, pool: CallPool): ToolCall[] =>
  pool.calls.filter(
    ({ name }) => toolsByName(sample.tools).has(name) && calls.every((call) => call.name !== name),
  )

const REFUSALS = {
  en: 'I am afraid I cannot help with that.',
  zh: '抱歉，这件事我帮不上忙。',
} as const

function planted(
  sample: Sample,
  calls: Calls,
  fault: PlantedFault,
  pool: CallPool,
  random: Random,
): Answer | undefined {
  const asCalls = (made: Calls | undefined): Answer | undefined =>
    made && made.length > 0 ? { kind: 'calls', calls: made } : undefined
  if (fault === 'words') return { kind: 'text', text: REFUSALS[sample.language] }
  if (fault === 'value') return asCalls(changedValue(calls, pool, random))
  if (fault === 'fewer') return asCalls(calls.length > 1 ? random.shuffle(calls).slice(1) : undefined)
  const others = strangers(sample, calls, pool)
  if (others.length === 0) return undefined
  const other = random.pick(others)
  return asCalls(fault === 'needless' ? [...calls, other] : [other, ...calls.slice(1)])
}

/**
 * A right answer with a fault, obeying every schema and with no identifier that nobody said.
 *
 * @returns undefined where this fault cannot be planted in this answer
 */
export function plantFault(
  sample: Sample,
  right: Answer,
  fault: PlantedFault,
  pool: CallPool,
  random: Random,
): Answer | undefined {
  if (right.kind === 'text') return undefined
  const made = planted(sample, right.calls, fault, pool, random)
  if (made === undefined || findingsOf(sample, made).length > 0) return undefined
  const isSame = made.kind === 'calls' && sameCalls(made.calls, right.calls, toolsByName(sample.tools))
  return isSame ? undefined : made
}

/** Defaults of optional arguments that a call leaves out, by name. */
function unsaidDefaults(sample: Sample, call: ToolCall): [string, ExactJson][] {
  const schema = tryReadJson(toolsByName(sample.tools).get(call.name)?.parameters ?? '')
  const properties = isExactObject(schema) ? schema.get('properties') : undefined
  const required = isExactObject(schema) ? schema.get('required') : undefined
  if (!isExactObject(properties)) return []
  const said = argumentsOf(call)
  return [...properties].flatMap(([name, property]): [string, ExactJson][] => {
    const value = isExactObject(property) ? property.get('default') : undefined
    const open =
      value !== undefined && !said.has(name) && !(Array.isArray(required) && required.includes(name))
    return open ? [[name, value]] : []
  })
}

/**
 * The same answer, written in another way: defaults said, calls and arguments in reverse order. Undefined where that
 * changes nothing.
 */
export function rewrite(sample: Sample, right: Answer): Answer | undefined {
  if (right.kind === 'text') return undefined
  const calls = right.calls
    .map((call): ToolCall => {
      const all = [...argumentsOf(call), ...unsaidDefaults(sample, call)].reverse()
      return { name: call.name, arguments: printJson(new Map(all)) }
    })
    .reverse()
  const made: Answer = { kind: 'calls', calls }
  const differs = JSON.stringify(calls) !== JSON.stringify(right.calls)
  return differs && findingsOf(sample, made).length === 0 ? made : undefined
}
