/** Lines of JSON that are scored: what `loop score` and `reward.py` read. */
import { type ExactJson, ExactNumber, isExactObject, type JsonText, tryReadJson } from '../json/exact.ts'
import { printJson } from '../json/print.ts'
import type { Tool } from '../tool/tool.ts'
import type { Answer, ToolCall } from './call.ts'
import type { MissingParameter } from './mention.ts'
import { readArguments } from './read.ts'
import type { MatchMode, ScoreOptions, ScoreRequest } from './score-request.ts'

/** Something in the line is not what it must be. */
class Unfit extends Error {}

function fit<T>(value: T | undefined): T {
  if (value === undefined) throw new Unfit()
  return value
}

const text = (value: ExactJson | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

/** A list, or a JSON text of one (as a row for verl holds it); undefined when it is absent. */
function list(value: ExactJson | undefined): ExactJson[] | undefined {
  if (value === undefined || value === null) return undefined
  const read = typeof value === 'string' ? tryReadJson(value) : value
  return Array.isArray(read) ? read : fit<ExactJson[]>(undefined)
}

function toolOf(value: ExactJson): Tool {
  const outer = isExactObject(value) ? value : fit<Map<string, ExactJson>>(undefined)
  const inner = outer.get('function')
  const tool = isExactObject(inner) ? inner : outer
  const raw = tool.get('parameters') ?? new Map<string, ExactJson>()
  const parameters = typeof raw === 'string' ? tryReadJson(raw) : raw
  return { name: fit(text(tool.get('name'))), description: '', parameters: printJson(fit(parameters)) }
}

function callOf(value: ExactJson): ToolCall {
  const call = isExactObject(value) ? value : fit<Map<string, ExactJson>>(undefined)
  return { name: fit(text(call.get('name'))), arguments: fit<JsonText>(readArguments(call.get('arguments'))) }
}

function missingOf(value: ExactJson): MissingParameter {
  const one = isExactObject(value) ? value : fit<Map<string, ExactJson>>(undefined)
  const wordings = list(one.get('wordings')) ?? []
  return { name: fit(text(one.get('name'))), wordings: wordings.map((wording) => fit(text(wording))) }
}

interface Accepted {
  readonly answer: string | Answer
  readonly missing?: MissingParameter[] | undefined
}

/** A text, `{"calls": […]}` or `{"text": …, "missing"?: […]}`. */
function acceptedOf(value: ExactJson): Accepted {
  if (typeof value === 'string') return { answer: value }
  const answer = isExactObject(value) ? value : fit<Map<string, ExactJson>>(undefined)
  const calls = list(answer.get('calls'))
  if (calls) return { answer: { kind: 'calls', calls: calls.map(callOf) } }
  return {
    answer: { kind: 'text', text: fit(text(answer.get('text'))) },
    missing: list(answer.get('missing'))?.map(missingOf),
  }
}

const MINIMA = [0, -1, -3] as const
const FLAGS = ['halfText', 'orderedPrefix', 'lengthBonus', 'toolrlRange'] as const

function optionsOf(value: ExactJson | undefined): ScoreOptions {
  if (value === undefined || value === null) return {}
  const given = isExactObject(value) ? value : fit<Map<string, ExactJson>>(undefined)
  const options: { -readonly [K in keyof ScoreOptions]: ScoreOptions[K] } = {}
  for (const flag of FLAGS) if (given.get(flag) === true) options[flag] = true
  const minimum = given.get('minimum')
  if (minimum !== undefined)
    options.minimum = fit(
      MINIMA.find((one) => minimum instanceof ExactNumber && Number(minimum.text) === one),
    )
  return options
}

function decode(value: ExactJson | undefined, mode: MatchMode): ScoreRequest {
  const line = isExactObject(value) ? value : fit<Map<string, ExactJson>>(undefined)
  const given = (key: string): ExactJson | undefined => line.get(key) ?? undefined
  const label = given('label')
  const others = list(given('accepted'))
  if (label === undefined && others === undefined && mode !== 'schema') throw new Unfit()
  const accepted = [...(label === undefined ? [] : [label]), ...(others ?? [])].map(acceptedOf)
  const tools = list(given('tools'))?.map(toolOf)
  const kind = given('kind')
  const missing = list(given('missing'))?.map(missingOf) ?? accepted.find((one) => one.missing)?.missing
  return {
    mode,
    accepted: accepted.map(({ answer }) => answer),
    prediction: fit(text(given('prediction'))),
    ...(tools && { tools: new Map(tools.map((tool) => [tool.name, tool])) }),
    ...(kind !== undefined && { kind: fit(text(kind)) }),
    ...(missing && { missing }),
    options: optionsOf(given('options')),
  }
}

/**
 * One line `{label | accepted, prediction, tools?, kind?, missing?, options?}` as a request. `label` is one accepted
 * answer and `accepted` a list of them: each a text, or data as a row for verl holds it. Null means absent.
 * @returns undefined when the line is something else
 */
export function readScoreLine(line: string, mode: MatchMode): ScoreRequest | undefined {
  try {
    return decode(tryReadJson(line), mode)
  } catch (error) {
    if (error instanceof Unfit) return undefined
    throw error
  }
}
