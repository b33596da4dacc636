/** The window's pages come from `app://bundle/`: the built renderer folder and nothing beside it. */
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

export const BUNDLE_ORIGIN = 'app://bundle'

/** Mantine sets styles from script, hence `unsafe-inline` there and only there. */
export const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
}

/** The file that an address means, or undefined when it is not one of ours to give. */
export function bundleFile(folder: string, address: string): string | undefined {
  const url = URL.parse(address)
  if (!url || `${url.protocol}//${url.host}` !== BUNDLE_ORIGIN) return undefined
  let path: string
  try {
    path = decodeURIComponent(url.pathname)
  } catch {
    return undefined
  }
  if (path.includes('\0') || path.includes('\\')) return undefined
  const file = normalize(join(folder, path === '/' ? 'index.html' : path))
  return file.startsWith(folder + sep) && extname(file) in TYPES ? file : undefined
}

/** Answers a request for a page; every answer carries the policy, refusals too. */
export async function answerBundle(folder: string, request: Request): Promise<Response> {
  const headers = { 'Content-Security-Policy': CSP, 'X-Content-Type-Options': 'nosniff' }
  const file = request.method === 'GET' ? bundleFile(folder, request.url) : undefined
  const body = file && (await readFile(file).catch(() => undefined))
  if (!file || !body) return new Response('not found', { status: 404, headers })
  return new Response(new Uint8Array(body), {
    headers: { ...headers, 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' },
  })
}
