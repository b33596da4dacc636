/** Verdicts on a single exchange: what stands between a request and an answer that can be read. */
import { retryAfterMs } from './backoff.ts'
import type { Break, ExchangeOutcome, Reply } from './exchange-outcome.ts'
import { type Finding, fails } from './finding.ts'
import { serverWords } from './refusal.ts'
import type { EndpointPaths } from './url.ts'
import { withScheme } from './way-findings.ts'

/** What has to be known to judge an exchange. */
export interface Asked {
  /** As typed. */
  readonly url: string
  readonly paths: EndpointPaths
  readonly host: string
  readonly port: number
  readonly keyGiven: boolean
  /** Longest silence, in s. */
  readonly seconds: number
  /** Largest reply, in MB. */
  readonly megabytes: number
  /** `host:port` of the proxy, where one is used. */
  readonly proxy?: string
  /** Milliseconds since 1970, for dates in headers. */
  readonly epochMs: number
}

const AGAIN = { kind: 'again' } as const
const KEY = { kind: 'key' } as const
const EXPIRED = /expir|revoked|no longer valid|deactivated|disabled|过期|失效/i
/** Words of a page that says "not found" to those who are not signed in. */
const SIGN_IN =
  /\b(log(ged)?[ -]?in|sign(ed)?[ -]?in|authenticat\w*|unauthori[sz]ed|credentials?|api[ -]?key|access token|permission)\b|登录|认证|鉴权/i
const LOADING = /loading model|model is (still )?loading|warming up|not ready/i
const QUOTA =
  /insufficient_quota|exceeded your current quota|billing|insufficient (balance|credit|funds)|余额|欠费/i
const PAGE = /^\s*(<!doctype html|<html|<head|<body|<\?xml)/i

/** The title of a web page, or its first words. */
function titleOf(page: string): string {
  const title = /<title[^>]*>([\s\S]*?)<\/title>/i.exec(page.slice(0, 20_000))?.[1]
  return (title ?? serverWords(page)).replace(/\s+/g, ' ').trim().slice(0, 80) || '…'
}

export const isWebPage = ({ contentType, text }: Reply): boolean =>
  PAGE.test(text) || (/html/i.test(contentType) && !/^\s*[[{]/.test(text))

/** Seconds, or hours once they are many; undefined when the header says nothing usable. */
function waitOf(header: string | undefined, epochMs: number): string | undefined {
  const asked = Number(header?.trim())
  const seconds = Number.isFinite(asked) ? asked : Math.ceil((retryAfterMs(header, epochMs) ?? 0) / 1000)
  if (header === undefined || seconds <= 0) return undefined
  return seconds < 7200 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 3600)} h`
}

/** The address that a redirect leads to, as a base address without its query. */
function redirectTarget(location: string | undefined, { paths }: Asked): string | undefined {
  if (location === undefined) return undefined
  try {
    const to = new URL(location, paths.origin)
    if (!/^https?:$/.test(to.protocol) || to.username !== '') return undefined
    return `${to.origin}${to.pathname.replace(/\/(chat\/completions|models)\/?$/, '')}`
  } catch {
    return undefined
  }
}

function keyFinding(words: string, detail: string, keyGiven: boolean): Finding {
  if (!keyGiven) return fails('connection.keyMissing', {}, { detail, fix: KEY })
  const code = EXPIRED.test(words) ? 'connection.keyExpired' : 'connection.keyRefused'
  return fails(code, {}, { detail, fix: KEY })
}

function busyFinding(reply: Reply, words: string, detail: string, asked: Asked): Finding {
  if (QUOTA.test(words)) return fails('connection.quota', {}, { detail })
  const wait = waitOf(reply.retryAfter, asked.epochMs)
  const more = { detail, fix: AGAIN }
  return wait === undefined
    ? fails('connection.busy', {}, more)
    : fails('connection.rateLimited', { wait }, more)
}

function failedInside(status: number, words: string, detail: string): Finding {
  const more = { detail, fix: AGAIN }
  if (LOADING.test(words)) return fails('connection.loading', {}, more)
  const code = [502, 503, 504].includes(status) ? 'connection.gateway' : 'connection.serverError'
  return fails(code, { status }, more)
}

/** What a status that every line may meet means; undefined when it is the line's own business (400, 422, …). */
function statusFinding(reply: Reply, asked: Asked): Finding | undefined {
  const { status } = reply
  const words = serverWords(reply.text.slice(0, 20_000))
  const detail = words === '' ? `status ${status}` : `status ${status}: ${words}`
  if (status >= 300 && status < 400) {
    const to = redirectTarget(reply.location, asked)
    const fix = to === undefined ? {} : { fix: { kind: 'url', url: to } as const }
    return fails('connection.redirect', { to: to ?? '—' }, { detail, ...fix })
  }
  if (status === 407) return proxyRefused(asked, detail)
  if (status === 401) return keyFinding(words, detail, asked.keyGiven)
  if (status === 402) return fails('connection.quota', {}, { detail })
  if (status === 403)
    return asked.keyGiven ? fails('connection.forbidden', {}, { detail }) : keyFinding(words, detail, false)
  if (status === 404 && (SIGN_IN.test(words) || reply.authenticate !== undefined))
    return fails('connection.authWall', {}, { detail, fix: KEY })
  if (status === 429) return busyFinding(reply, words, detail, asked)
  if (status >= 500) return failedInside(status, words, detail)
  return undefined
}

const proxyRefused = ({ proxy, host }: Asked, detail: string): Finding =>
  fails('connection.proxyRefused', { proxy: proxy ?? '—', host }, { detail })

/** A reply that never became whole. */
function breakFinding(broken: Break, asked: Asked): Finding {
  const { code, begun, detail, greeting } = broken
  const { seconds, port, host } = asked
  const more = { detail, fix: AGAIN }
  if (asked.proxy !== undefined && /proxy/i.test(detail)) return proxyRefused(asked, detail)
  if (code === 'endpoint.key') return fails('connection.keyUnreadable', {}, { fix: KEY })
  if (code === 'endpoint.tooLarge')
    return fails('connection.tooLarge', { limit: asked.megabytes }, { detail })
  if (code === 'endpoint.timeout')
    return fails(begun ? 'connection.stalled' : 'connection.silent', { seconds }, more)
  const encoding = /an unasked encoding: (\S+)/.exec(detail)?.[1]
  if (encoding !== undefined) return fails('connection.encoded', { encoding }, { detail })
  if (begun) return fails('connection.cut', {}, more)
  if (greeting !== '') return fails('connection.notHttp', { port, greeting }, { detail })
  return fails('connection.notConnected', { host }, more)
}

/** Trouble that an exchange met, whatever was asked; undefined for a reply that has to be read further. */
export function exchangeFinding(outcome: ExchangeOutcome, asked: Asked): Finding | undefined {
  if (outcome.is === 'broken') return breakFinding(outcome, asked)
  const { status, text } = outcome
  const ok = status >= 200 && status < 300
  if (ok && isWebPage(outcome))
    return fails('connection.webPage', { title: titleOf(text) }, { detail: outcome.contentType })
  return ok ? undefined : statusFinding(outcome, asked)
}

/** The server turned out to want encryption, though http was typed. */
export const tlsNeededFinding = ({ url, port }: Asked, detail: string): Finding =>
  fails('connection.tlsNeeded', { port }, { detail, fix: { kind: 'url', url: withScheme(url, 'https') } })
