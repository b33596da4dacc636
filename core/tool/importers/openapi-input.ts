import { type ExactJson, type ExactObject, isExactObject } from '../../json/exact.ts'
import { isProtocolHeader, isSecret } from './openapi-auth.ts'
import { type Body, isBinary, parameterSchema, readRequestBody } from './openapi-body.ts'
import { parameterName } from './read-properties.ts'
import { SchemaReader } from './read-schema.ts'
import { type Notes, Refusal } from './refusal.ts'
import { plainRules } from './schema-rules.ts'
import { freeName } from './tool-name.ts'

/** What an operation is read with. */
export interface ApiDocument {
  readonly root: ExactObject
  readonly resolve: (ref: string) => ExactJson
  readonly follow: (value: ExactJson) => ExactJson | undefined
  readonly secrets: ReadonlySet<string>
}

/** Everything an operation takes, from path, query, headers, cookies and body, as the properties of one object. */
class Input {
  private readonly properties: ExactObject = new Map()
  private readonly required: string[] = []
  private readonly reader: SchemaReader
  private readonly api: ApiDocument
  private readonly notes: Notes

  constructor(api: ApiDocument, notes: Notes) {
    this.api = api
    this.notes = notes
    this.reader = new SchemaReader(plainRules(notes, { resolve: api.resolve, dropReadOnly: true }))
  }

  /** One property; where two places use one name, the second is called `name_place`. */
  private put(sourceName: string, place: string, schema: ExactObject, required: boolean): void {
    const bare = parameterName(sourceName)
    if (bare === '') {
      this.notes.add('parameter.nameless')
      return
    }
    const wanted = this.properties.has(bare) ? `${bare}_${place}` : bare
    const name = freeName(wanted, this.properties)
    if (name !== sourceName) this.notes.add('parameter.renamed', `${JSON.stringify(sourceName)} → ${name}`)
    this.properties.set(name, schema)
    if (required) this.required.push(name)
  }

  /** True when the parameter is not for a model to fill in. */
  private leftOut(place: string, name: string, parameter: ExactObject): boolean {
    if (isProtocolHeader(place, name)) this.notes.add('header.removed', name)
    else if (isSecret(place, name, parameter, this.api.secrets)) this.notes.add('auth.removed', name)
    else return false
    return true
  }

  parameter(parameter: ExactObject, place: string): void {
    const name = parameter.get('name')
    if (typeof name !== 'string') {
      this.notes.add('parameter.nameless')
      return
    }
    if (this.leftOut(place, name, parameter)) return
    const required = parameter.get('required') === true || place === 'path'
    if (place === 'formData' && isBinary(parameter, this.api.follow)) this.file(name, required)
    else this.put(name, place, this.reader.read(parameterSchema(parameter, this.api.follow), 1), required)
  }

  private file(name: string, required: boolean): void {
    if (required) throw new Refusal('body.binary', name)
    this.notes.add('parameter.binary', name)
  }

  /** An object's properties are joined to the others; any other body is one property called `body`. */
  body(body: Body): void {
    const schema = this.reader.read(body.form ? this.withoutFiles(body.schema) : body.schema)
    const properties = schema.get('properties')
    const isOpen = ['anyOf', 'oneOf', 'allOf', 'not', 'if'].some((key) => schema.has(key))
    if (!isExactObject(properties) || isOpen || properties.size === 0) {
      if (schema.size === 0 && body.description === '') return
      if (body.description !== '' && !schema.has('description')) {
        schema.set('description', this.reader.rules.text(body.description))
      }
      this.put('body', 'content', schema, body.required)
      return
    }
    const required = schema.get('required')
    for (const [name, property] of properties) {
      if (!isExactObject(property)) continue
      if (body.form && this.leftOut('formData', name, property)) continue
      this.put(name, 'body', property, body.required && Array.isArray(required) && required.includes(name))
    }
  }

  private withoutFiles(schema: ExactJson): ExactJson {
    const source = this.api.follow(schema)
    const properties = isExactObject(source) ? source.get('properties') : undefined
    if (!isExactObject(source) || !isExactObject(properties)) return schema
    const required = source.get('required')
    const kept: ExactObject = new Map()
    for (const [name, property] of properties) {
      if (isBinary(property, this.api.follow))
        this.file(name, Array.isArray(required) && required.includes(name))
      else kept.set(name, property)
    }
    return new Map(source).set('properties', kept)
  }

  schema(): ExactObject {
    const out: ExactObject = new Map<string, ExactJson>([['type', 'object']])
    out.set('properties', this.properties)
    if (this.required.length > 0) out.set('required', this.required)
    return out
  }
}

/** The parameters of path and operation; the operation's win over the path's of the same name and place. */
function allParameters(
  lists: readonly (ExactJson | undefined)[],
  api: ApiDocument,
  notes: Notes,
): ExactObject[] {
  const out = new Map<string, ExactObject>()
  for (const list of lists) {
    for (const item of Array.isArray(list) ? list : []) {
      const parameter = api.follow(item)
      if (isExactObject(parameter)) out.set(`${parameter.get('in')}:${parameter.get('name')}`, parameter)
      else notes.add('schema.repaired', 'parameters')
    }
  }
  return [...out.values()]
}

/** @throws Refusal when the operation cannot be called with arguments alone */
export function readInput(
  item: ExactObject,
  operation: ExactObject,
  api: ApiDocument,
  notes: Notes,
): ExactObject {
  const input = new Input(api, notes)
  for (const parameter of allParameters([item.get('parameters'), operation.get('parameters')], api, notes)) {
    const place = parameter.get('in')
    if (place === 'body') {
      const description = parameter.get('description')
      input.body({
        schema: parameter.get('schema') ?? new Map(),
        required: parameter.get('required') === true,
        form: false,
        description: typeof description === 'string' ? description : '',
      })
    } else input.parameter(parameter, typeof place === 'string' ? place : 'query')
  }
  const body = readRequestBody(operation.get('requestBody'), api.follow)
  if (body) input.body(body)
  return input.schema()
}
