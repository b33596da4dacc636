/** Where an endpoint's calls go. */
export interface EndpointPaths {
  /** Scheme, host and port. */
  readonly origin: string
  /** Path below which the API stands, e.g. `/v1`. */
  readonly base: string
  /** With its question mark, or empty. */
  readonly query: string
  readonly chat: string
  readonly models: string
}

export type AddressCode = 'empty' | 'invalid' | 'space' | 'scheme' | 'login'

/** Why an address cannot be used. Never repeats it: it may hold a password. */
export interface AddressProblem {
  readonly code: AddressCode
  readonly problem: string
  /** On `scheme`: the one that was typed. */
  readonly scheme?: string
}

const PROBLEMS: Readonly<Record<AddressCode, string>> = {
  empty: 'no address was given',
  invalid: 'this is not a web address',
  space: 'there is a space inside the address',
  scheme: 'only http and https addresses can be used',
  login: 'the address holds a user name or password; put the key into its own field',
}
const problem = (code: AddressCode, scheme?: string): AddressProblem => ({
  code,
  problem: PROBLEMS[code],
  ...(scheme === undefined ? {} : { scheme }),
})

/** What is often pasted along: full-width signs, invisible ones, quotes; slashes that got lost behind the scheme. */
const tidy = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .trim()
    .replace(/^[<"'“‘]+|[>"'”’]+$/g, '')
    .replace(/^(https?):\/+(?=.)/i, '$1://')
    .replace(/^(https?):(?=[^/\d])/i, '$1://')

/** The address as a URL of http or https, with nothing secret in it. Without a scheme it is http. */
function readAddress(typed: string): URL | AddressProblem {
  const text = tidy(typed)
  if (text === '') return problem('empty')
  const scheme = /^[a-z][a-z0-9+.-]*:(?=\/\/)/i.exec(text)?.[0].toLowerCase()
  if (scheme !== undefined && scheme !== 'http:' && scheme !== 'https:') return problem('scheme', scheme)
  if (/\s/.test(text)) return problem('space')
  let url: URL
  try {
    url = new URL(scheme === undefined ? `http://${text}` : text)
  } catch {
    return problem('invalid')
  }
  return url.username !== '' || url.password !== '' ? problem('login') : url
}

const OPERATIONS = /\/(chat\/completions|completions|models|embeddings|responses)$/

/**
 * Reads what a user typed as a base URL: a host alone gets `/v1`, a path is kept as it is (so `/v1` is never
 * doubled), the address of a whole call is cut back, a query stays.
 * @returns a reason instead, when it cannot be an endpoint
 */
export function endpointPaths(typed: string): EndpointPaths | AddressProblem {
  const url = readAddress(typed)
  if ('code' in url) return url
  const typedPath = url.pathname.replace(/\/+$/, '').replace(OPERATIONS, '')
  const base = typedPath === '' ? '/v1' : typedPath
  return {
    origin: url.origin,
    base,
    query: url.search,
    chat: `${base}/chat/completions${url.search}`,
    models: `${base}/models${url.search}`,
  }
}

/** Two ways to write the same address are one address. */
export function addressOf(url: string): string {
  const paths = endpointPaths(url)
  return 'code' in paths ? url.trim() : `${paths.origin}${paths.base}${paths.query}`
}

/** A proxy's origin. Keys and passwords do not belong into it. */
export function proxyOrigin(typed: string): { readonly origin: string } | AddressProblem {
  const url = readAddress(typed)
  if ('code' in url) return url
  return url.pathname === '/' && url.search === '' ? { origin: url.origin } : problem('invalid')
}

/** The same address without user name and password, to be offered in its place; undefined when it is no address. */
export function withoutLogin(typed: string): string | undefined {
  const bare = tidy(typed).replace(/^((?:https?:\/\/)?)[^/@]*@/i, '$1')
  return 'code' in readAddress(bare) ? undefined : bare
}

/** Other places where servers keep their API, most likely first. */
export function otherBases({ base }: EndpointPaths): string[] {
  const above = base.slice(0, base.lastIndexOf('/'))
  const candidates = [above, `${base}/v1`, '/v1', '/api/v1', '/openai/v1', '/v1beta/openai']
  return [...new Set(candidates)].filter((path) => path !== base && path !== '')
}

/** Nothing that is sent there leaves this computer. */
export function isOwnMachine(typed: string): boolean {
  const url = readAddress(typed)
  if ('code' in url) return false
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/i.test(url.hostname)
}

/** The host that an address leads to, with its port when it is not the usual one; undefined when it is no address. */
export function hostOf(typed: string): string | undefined {
  const url = readAddress(typed)
  return 'code' in url ? undefined : url.host
}

/** An address that may be shown and copied: what stands in a query, or for a password, is left out. */
export function shownAddress(typed: string): string {
  const text = tidy(typed).replace(/^((?:[a-z][a-z0-9+.-]*:\/+)?)[^/@]*@/i, '$1•••@')
  return text.replace(/([?&][^=&#]*=)[^&#]*/g, '$1•••')
}
