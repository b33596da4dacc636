import { type ExactJson, type ExactObject, isExactObject } from '../../json/exact.ts'

/** A parameter's place and lower-case name, e.g. `header:x-api-key`. */
type Spot = string

const spot = (place: string, name: string): Spot => `${place}:${name.toLowerCase()}`

/** Headers that hold a secret whatever the document says. */
const HEADERS =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|x-?api-?key|api-?key|x-auth(?:-?token|entication)?|x-access-token|auth-token|access-token|x-csrf-token|x-xsrf-token)$/i
/** Names that are a secret where their description says so, or where they travel in a header. */
const NAMES =
  /^(?:token|auth|auth[_-]?token|access[_-]?token|bearer|api[_-]?key|apikey|api[_-]?token|api[_-]?secret|client[_-]?secret)$/i
const SECRET_WORDS =
  /\b(?:authenticat\w*|authoriz\w*|credentials?|scopes?|api key|secret|bearer|access token|your token)\b/i
/** Names that are nothing but a secret. */
const ALWAYS = /^(?:api[_-]?key|apikey|access[_-]?token|auth[_-]?token|client[_-]?secret|api[_-]?secret)$/i

/** Where the document's apiKey schemes put their keys. */
export function secretSpots(
  schemes: ExactJson | undefined,
  follow: (v: ExactJson) => ExactJson | undefined,
): Set<Spot> {
  const out = new Set<Spot>()
  if (!isExactObject(schemes)) return out
  for (const value of schemes.values()) {
    const scheme = follow(value)
    if (!isExactObject(scheme) || scheme.get('type') !== 'apiKey') continue
    const [place, name] = [scheme.get('in'), scheme.get('name')]
    if (typeof place === 'string' && typeof name === 'string') out.add(spot(place, name))
  }
  return out
}

/**
 * Whether a parameter carries a secret that a model must not invent. `place` is query, header, cookie or formData;
 * path parameters and JSON bodies are never taken for one.
 */
export function isSecret(
  place: string,
  name: string,
  parameter: ExactObject,
  spots: ReadonlySet<Spot>,
): boolean {
  if (spots.has(spot(place, name))) return true
  if (place === 'path') return false
  if (place === 'header' && (HEADERS.test(name) || NAMES.test(name))) return true
  if (ALWAYS.test(name)) return true
  const description = parameter.get('description')
  return NAMES.test(name) && typeof description === 'string' && SECRET_WORDS.test(description)
}

/** Headers of the protocol: OpenAPI says that parameters of these names are to be ignored. */
export const isProtocolHeader = (place: string, name: string): boolean =>
  place === 'header' &&
  /^(?:accept|content-type|content-length|host|user-agent|connection|accept-encoding)$/i.test(name)
