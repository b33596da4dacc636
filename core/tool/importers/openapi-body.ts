import { type ExactJson, type ExactObject, isExactObject } from '../../json/exact.ts'
import { Refusal } from './refusal.ts'

/** The schema of a request's body, or nothing when the operation takes none. */
export interface Body {
  readonly schema: ExactJson
  readonly required: boolean
  /** The parts travel as form fields: secrets hide there, files too. */
  readonly form: boolean
  readonly description: string
}

const bare = (mime: string): string => (mime.split(';')[0] ?? '').trim().toLowerCase()

/** Lower is better; `undefined` for bodies that no argument can hold. */
function rank(mime: string): number | undefined {
  const type = bare(mime)
  if (type === 'application/json') return 0
  if (/\+json$|^text\/json$|^application\/.*json/.test(type)) return 1
  if (type === 'application/x-www-form-urlencoded') return 2
  if (type === 'multipart/form-data') return 3
  if (type === '*/*' || type === 'application/*') return 4
  if (/[/+]xml$/.test(type)) return 5
  if (type.startsWith('text/')) return 6
  return type.startsWith('multipart/') ? 7 : undefined
}

export const isFormType = (mime: string): boolean =>
  /^(?:application\/x-www-form-urlencoded|multipart\/)/.test(bare(mime))

/** Whether a part of a form is a file, or a list of files. */
export function isBinary(
  schema: ExactJson | undefined,
  follow: (v: ExactJson) => ExactJson | undefined,
): boolean {
  const at = schema === undefined ? undefined : follow(schema)
  if (!isExactObject(at)) return false
  if (at.get('type') === 'file' || at.get('format') === 'binary') return true
  if (at.get('contentMediaType') === 'application/octet-stream') return true
  const items = at.get('items')
  return at.get('type') === 'array' && items !== undefined && isBinary(items, follow)
}

/** The body of an OpenAPI 3 request in the form that suits arguments best. @throws Refusal `body.binary` */
export function readRequestBody(
  body: ExactJson | undefined,
  follow: (v: ExactJson) => ExactJson | undefined,
): Body | undefined {
  const request = body === undefined ? undefined : follow(body)
  const content = isExactObject(request) ? request.get('content') : undefined
  if (!isExactObject(request) || !isExactObject(content) || content.size === 0) return undefined
  const usable = [...content]
    .map(([mime, media]) => ({ mime, media, rank: rank(mime) }))
    .filter((option) => option.rank !== undefined)
    .sort((a, b) => Number(a.rank) - Number(b.rank))
  const [best] = usable
  if (best === undefined) throw new Refusal('body.binary', [...content.keys()].join(', '))
  const media = follow(best.media)
  const schema = (isExactObject(media) ? media.get('schema') : undefined) ?? new Map()
  if (isBinary(schema, follow)) throw new Refusal('body.binary', best.mime)
  const description = request.get('description')
  return {
    schema,
    // Written out as false, the body may be left away; where nothing is said, its own required list counts.
    required: request.get('required') !== false,
    form: isFormType(best.mime),
    description: typeof description === 'string' ? description : '',
  }
}

/** The schema of a parameter: under `schema`, under `content`, or (Swagger 2) on the parameter itself. */
export function parameterSchema(
  parameter: ExactObject,
  follow: (v: ExactJson) => ExactJson | undefined,
): ExactObject {
  const content = parameter.get('content')
  const [media] = isExactObject(content) ? content.values() : []
  const inside = media === undefined ? undefined : follow(media)
  const schema = parameter.get('schema') ?? (isExactObject(inside) ? inside.get('schema') : undefined)
  const out: ExactObject = new Map()
  if (isExactObject(schema)) for (const [key, value] of schema) out.set(key, value)
  else if (schema === undefined) {
    const own = [
      'type',
      'format',
      'items',
      'enum',
      'default',
      'minimum',
      'maximum',
      'pattern',
      'minLength',
      'maxLength',
    ]
    for (const key of [
      ...own,
      'minItems',
      'maxItems',
      'uniqueItems',
      'multipleOf',
      'exclusiveMinimum',
      'exclusiveMaximum',
    ]) {
      const value = parameter.get(key)
      if (value !== undefined) out.set(key, value)
    }
  }
  // What is said of the parameter comes before what is said of its type.
  const description = parameter.get('description')
  if (typeof description === 'string' && description.trim() !== '') out.set('description', description)
  return out
}
