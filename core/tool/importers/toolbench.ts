/** The three layouts of ToolBench: flat functions, one object per tool, and query records with their APIs. */
import { type ExactJson, type ExactObject, isExactObject } from '../../json/exact.ts'
import type { Collector, FoundTool } from './collector.ts'
import { readFunction } from './functions.ts'
import { type Entry, listEntries } from './read-document.ts'
import { parameterName, propertiesFromList, readProperties } from './read-properties.ts'
import { SchemaReader } from './read-schema.ts'
import { Notes, Refusal } from './refusal.ts'
import { plainDescription, plainRules } from './schema-rules.ts'
import { slug } from './tool-name.ts'
import { readTemplate } from './toolbench-template.ts'

const FLAT = { ownTypes: true, exampleDefaults: true }
/** ToolBench's way to end a dialog; its APIs are all called `…_for_…`. */
const isFinish = (value: ExactJson): boolean => {
  const inner = isExactObject(value) ? (value.get('function') ?? value) : undefined
  return isExactObject(inner) && inner.get('name') === 'Finish'
}

export function importFlat(entries: readonly Entry[], out: Collector): void {
  for (const { where, value } of entries) {
    out.entry(where, (notes) => {
      if (isFinish(value)) throw new Refusal('tool.pseudo')
      return readFunction(value, FLAT, notes)
    })
  }
}

const text = (entry: ExactObject, ...keys: string[]): string => {
  for (const key of keys) {
    const value = entry.get(key)
    if (typeof value === 'string') return value.trim()
  }
  return ''
}

/** ToolBench's own naming; an API that is called by its path gets a name that starts with a letter. */
function apiName(api: string, tool: string): string {
  const words = slug(api) || 'get'
  const head = /^\d/.test(words) ? `get_${words}` : words
  return slug(tool) === '' ? head : `${head}_for_${slug(tool)}`
}

/** The parameters listed as required and as optional, as one list without repetition. */
function parameterList(api: ExactObject, notes: Notes): { list: ExactJson[]; required: ExactJson[] } {
  const part = (key: string): ExactJson[] => {
    const list = api.get(key)
    if (list !== undefined && list !== null && !Array.isArray(list)) notes.add('schema.repaired', key)
    return Array.isArray(list) ? list : []
  }
  const nameOf = (item: ExactJson): string => (isExactObject(item) ? parameterName(text(item, 'name')) : '')
  const needed = part('required_parameters')
  const required = [...new Set(needed.map(nameOf))].filter((name) => name !== '')
  const optional: ExactJson[] = []
  for (const item of part('optional_parameters')) {
    if (required.includes(nameOf(item))) notes.add('parameter.both', nameOf(item))
    else optional.push(item)
  }
  return { list: [...needed, ...optional], required }
}

function readApi(value: ExactJson, tool: string, category: string, notes: Notes): FoundTool {
  if (!isExactObject(value)) throw new Refusal('entry.notObject')
  const api = text(value, 'api_name', 'name')
  const toolName = text(value, 'tool_name') || tool
  if (api === '') throw new Refusal('entry.noName', toolName)
  const { list, required } = parameterList(value, notes)
  const reader = new SchemaReader(
    plainRules(notes, {
      ownTypes: true,
      exampleDefaults: true,
      text: (t) => plainDescription(t, new Notes()),
    }),
  )
  const parameters: ExactObject = new Map<string, ExactJson>([['type', 'object']])
  readProperties(reader, parameters, propertiesFromList(list, reader), required, 0)
  if (required.length > 0) parameters.set('required', required)
  const group = text(value, 'category_name') || category
  return {
    name: apiName(api, toolName),
    sourceName: toolName === '' ? api : `${api} (${toolName})`,
    description: plainDescription(text(value, 'api_description', 'description'), notes),
    parameters,
    results: readTemplate(value.get('template_response')),
    category: group === '' ? undefined : group,
  }
}

/** `{tool_name, category_name, api_list}` objects. */
export function importTools(entries: readonly Entry[], out: Collector): void {
  for (const { where, value } of entries) {
    const list = isExactObject(value) ? value.get('api_list') : undefined
    if (!isExactObject(value) || !Array.isArray(list)) {
      out.refuse(where, isExactObject(value) ? 'entry.unknown' : 'entry.notObject')
      continue
    }
    const [tool, category] = [text(value, 'tool_name'), text(value, 'category_name')]
    for (const api of listEntries(list, `${where}/api_list`)) {
      out.entry(api.where, (notes) => readApi(api.value, tool, category, notes))
    }
  }
}
