/** A model hub on the loopback: what it says of a model, and its files behind any byte. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { sendPaced } from './wheels.ts'

export interface ModelHub {
  readonly url: string
  /** Tokens that were shown. */
  readonly shown: Set<string>
  /** Paths that were asked for, with the byte from which on. */
  readonly asked: string[]
  /** Who may look and fetch; undefined: everybody. */
  token: string | undefined
  /** Bytes a second of each file; undefined: as fast as it goes. */
  pace: number | undefined
  close(): Promise<void>
}

/** @param folder of the model that it serves, by whatever name */
export async function modelHub(folder: string): Promise<ModelHub> {
  const files = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]))
  const siblings = [...files].map(([rfilename, bytes]) => ({
    rfilename,
    size: bytes.length,
    blobId: createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex'),
    ...(rfilename.endsWith('.safetensors')
      ? { lfs: { sha256: createHash('sha256').update(bytes).digest('hex') } }
      : {}),
  }))
  const about = JSON.stringify({
    sha: 'c0ffee',
    siblings,
    gated: 'auto',
    cardData: { license: 'apache-2.0' },
  })
  const shown = new Set<string>()
  const asked: string[] = []
  const hub = { url: '', shown, asked, token: undefined, pace: undefined } as Omit<ModelHub, 'close'> & {
    url: string
  }
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const token = request.headers.authorization?.replace(/^Bearer /, '')
    asked.push(`${path}${from > 0 ? ` from ${from}` : ''}`)
    if (token !== undefined) shown.add(token)
    if (hub.token !== undefined && token !== hub.token) return void response.writeHead(401).end()
    if (path.startsWith('/api/models/')) return void response.end(about)
    const bytes = files.get(path.split('/').at(-1) ?? '')?.subarray(from)
    if (!bytes) return void response.writeHead(404).end()
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length })
    sendPaced(response, bytes, hub.pace)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  hub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(hub, {
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}
