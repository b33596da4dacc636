import { type ExactJson, type ExactObject, isExactObject } from '../../json/exact.ts'
import type { FoundTool } from './collector.ts'
import { readParameters } from './read-parameters.ts'
import { SchemaReader } from './read-schema.ts'
import { resolveRef } from './ref.ts'
import { Notes, Refusal } from './refusal.ts'
import { keptDescription, keptRules, type SchemaRules } from './schema-rules.ts'

/** Where function-like layouts differ. */
export interface FunctionLayout {
  readonly dropTitles?: boolean
  readonly ownTypes?: boolean
  readonly exampleDefaults?: boolean
  /** For every tool of the list, where the entry names none itself. */
  readonly category?: string | undefined
}

const PARAMETERS = ['parameters', 'inputSchema', 'input_schema', 'arguments'] as const
const RESULTS = ['outputSchema', 'output_schema', 'response', 'results'] as const
const firstOf = (entry: ExactObject, keys: readonly string[]): ExactJson | undefined =>
  entry.get(keys.find((key) => entry.has(key)) ?? '')

const rulesOf = (layout: FunctionLayout, notes: Notes, over: Partial<SchemaRules> = {}): SchemaRules => {
  const { dropTitles = false, ownTypes = false, exampleDefaults = false } = layout
  return keptRules(notes, { dropTitles, ownTypes, exampleDefaults, ...over })
}

/** A result's schema is a help, not a condition: one that cannot be used is left out and told. */
function readResults(entry: ExactObject, layout: FunctionLayout, notes: Notes): ExactObject | undefined {
  const source = firstOf(entry, RESULTS)
  if (!isExactObject(source) || source.size === 0) return undefined
  try {
    return new SchemaReader(rulesOf(layout, new Notes(), { resolve: (ref) => resolveRef(source, ref) })).read(
      source,
    )
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    notes.add('results.omitted', error.detail)
    return undefined
  }
}

const text = (entry: ExactObject, key: string): string => {
  const value = entry.get(key)
  return typeof value === 'string' ? value : ''
}

/** The function of `{type: "function", function: {…}}`, or the entry itself. @throws Refusal */
function unwrap(value: ExactJson): ExactObject {
  if (!isExactObject(value)) throw new Refusal('entry.notObject')
  const inner = value.get('function')
  if (isExactObject(inner)) return inner
  const type = value.get('type')
  if (typeof type === 'string' && type !== 'function' && !value.has('name'))
    throw new Refusal('entry.builtin', type)
  return value
}

/**
 * Reads one entry that describes a function: `name`, `description`, and a schema under `parameters`, `inputSchema`,
 * `input_schema` or `arguments`, with or without the OpenAI wrapper around it.
 * @throws Refusal with the reason why it is no tool
 */
export function readFunction(value: ExactJson, layout: FunctionLayout, notes: Notes): FoundTool {
  const entry = unwrap(value)
  const name = text(entry, 'name').trim()
  if (name === '') {
    const known = PARAMETERS.some((key) => entry.has(key)) || entry.has('description') || entry.has('name')
    throw new Refusal(
      known || (isExactObject(value) && value.has('function')) ? 'entry.noName' : 'entry.unknown',
    )
  }
  const source = firstOf(entry, PARAMETERS)
  let description = keptDescription(text(entry, 'description'), notes)
  if (description === '' && text(entry, 'title').trim() !== '') {
    notes.add('description.title')
    description = keptDescription(text(entry, 'title'), notes)
  }
  // A category may stand inside the function or beside it.
  const beside = isExactObject(value) ? text(value, 'category').trim() : ''
  const category = text(entry, 'category').trim() || beside || layout.category
  return {
    name,
    description,
    parameters: readParameters(source, rulesOf(layout, notes)),
    results: readResults(entry, layout, notes),
    category: category === undefined || category === '' ? undefined : category,
  }
}
