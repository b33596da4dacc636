/** OpenAPI 3.0, 3.1, 3.2 and Swagger 2.0 in one file: every operation is a tool. */
import { type ExactJson, ExactNumber, type ExactObject, isExactObject } from '../../json/exact.ts'
import type { Collector, FoundTool } from './collector.ts'
import { secretSpots } from './openapi-auth.ts'
import { type ApiDocument, readInput } from './openapi-input.ts'
import { SchemaReader } from './read-schema.ts'
import { follow, pointerPart, resolveRef } from './ref.ts'
import { Notes, Refusal } from './refusal.ts'
import { plainDescription, plainRules } from './schema-rules.ts'
import { slug } from './tool-name.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']

const text = (object: ExactObject, key: string): string => {
  const value = object.get(key)
  return typeof value === 'string' ? value.trim() : ''
}
const at = (value: ExactJson | undefined, key: string): ExactJson | undefined =>
  isExactObject(value) ? value.get(key) : undefined

const versionOf = (root: ExactObject): string => {
  const version = root.get('openapi') ?? root.get('swagger')
  return version instanceof ExactNumber ? version.text : typeof version === 'string' ? version.trim() : ''
}
const isKnownVersion = (root: ExactObject): boolean =>
  root.has('openapi') ? /^3\.[0-2](?:\.|$)/.test(versionOf(root)) : /^2(?:\.0)*$/.test(versionOf(root))

/** Summary and description as one text; a summary that the description repeats is not said twice. */
function describe(operation: ExactObject, item: ExactObject, notes: Notes): string {
  const summary = text(operation, 'summary') || text(item, 'summary')
  const long = text(operation, 'description') || text(item, 'description')
  const both = long.toLowerCase().startsWith(summary.replace(/\.$/, '').toLowerCase())
    ? long
    : `${summary}\n${long}`
  return plainDescription(both, notes)
}

/** The reply that says success, as a schema; a help for whoever plays the tool, so whatever fails is left out. */
function readReply(operation: ExactObject, api: ApiDocument, notes: Notes): ExactObject | undefined {
  const responses = operation.get('responses')
  if (!isExactObject(responses)) return undefined
  const status = [...responses.keys()].find((code) => /^2(?:\d\d|XX)$/i.test(code))
  try {
    const reply = status === undefined ? undefined : api.follow(responses.get(status) ?? null)
    const content = at(reply, 'content')
    const media = isExactObject(content) ? [...content].find(([mime]) => /json/i.test(mime))?.[1] : undefined
    const schema = at(reply, 'schema') ?? at(media, 'schema')
    if (!isExactObject(schema)) return undefined
    const own = new Notes()
    const rules = plainRules(own, { resolve: api.resolve, maxValues: 150, maxDepth: 6 })
    const read = new SchemaReader(rules).read(schema)
    if (own.list.has('ref.cycle')) notes.add('ref.cycle')
    return read.size === 0 ? undefined : read
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    notes.add('results.omitted', error.detail)
    return undefined
  }
}

interface Operation {
  readonly path: string
  readonly method: string
  readonly item: ExactObject
  readonly value: ExactJson
}

function readOperation(operation: Operation, api: ApiDocument, notes: Notes): FoundTool {
  const { path, method, item, value } = operation
  if (!isExactObject(value)) throw new Refusal('openapi.badOperation')
  const source = api.follow(value)
  if (!isExactObject(source)) throw new Refusal('openapi.badOperation')
  const id = text(source, 'operationId')
  if (id === '') notes.add('name.made')
  const tags = source.get('tags')
  const tag = Array.isArray(tags) ? tags[0] : undefined
  return {
    name: id === '' ? `${method.toLowerCase()}_${slug(path) || 'root'}` : id,
    sourceName: id === '' ? `${method.toUpperCase()} ${path}` : undefined,
    description: describe(source, item, notes),
    parameters: readInput(item, source, api, notes),
    results: readReply(source, api, notes),
    category: typeof tag === 'string' && tag.trim() !== '' ? tag.trim() : undefined,
  }
}

/** The operations of one path, in the order of the document, each with its place. */
function* operationsOf(item: ExactObject): Generator<readonly [string, string, ExactJson]> {
  for (const [key, value] of item) {
    if (METHODS.includes(key.toLowerCase())) yield [key, pointerPart(key), value]
    if (key !== 'additionalOperations' || !isExactObject(value)) continue
    for (const [method, operation] of value) yield [method, `${key}/${pointerPart(method)}`, operation]
  }
}

function importPath(path: string, value: ExactJson, api: ApiDocument, out: Collector): void {
  const where = `/paths/${pointerPart(path)}`
  out.group(where, () => {
    const item = api.follow(value)
    if (!isExactObject(item)) throw new Refusal('openapi.badOperation')
    for (const [method, place, operation] of operationsOf(item)) {
      const found = { path, method, item, value: operation }
      out.entry(`${where}/${place}`, (notes) => readOperation(found, api, notes))
    }
  })
}

export function importOpenApi(root: ExactObject, out: Collector): void {
  if (!isKnownVersion(root)) {
    out.refuse('', 'openapi.version', versionOf(root))
    return
  }
  const followHere = (value: ExactJson) => follow(root, value)
  const schemes = root.get('securityDefinitions') ?? at(root.get('components'), 'securitySchemes')
  const api: ApiDocument = {
    root,
    resolve: (ref) => resolveRef(root, ref),
    follow: followHere,
    secrets: secretSpots(schemes, (value) => {
      try {
        return followHere(value)
      } catch (error) {
        if (error instanceof Refusal) return undefined
        throw error
      }
    }),
  }
  const paths = root.get('paths')
  let any = false
  for (const [path, item] of isExactObject(paths) ? paths : []) {
    if (path.startsWith('x-')) continue
    any ||= !isExactObject(item) || item.has('$ref') || operationsOf(item).next().done === false
    importPath(path, item, api, out)
  }
  const webhooks = root.get('webhooks') ?? root.get('x-webhooks')
  if (!any)
    out.refuse(
      '',
      isExactObject(webhooks) && webhooks.size > 0 ? 'openapi.webhooksOnly' : 'openapi.noOperations',
    )
}
