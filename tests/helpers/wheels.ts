/** Wheels made in memory, and a package index on the loopback that serves them. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32 } from 'node:zlib'

export interface Wheel {
  readonly name: string
  readonly file: string
  readonly bytes: Buffer
  readonly sha256: string
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A zip whose files are stored as they are. */
function zip(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const [path, data] = [Buffer.from(name), Buffer.from(content)]
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt32LE(crc32(data), 10)
    fields.writeUInt32LE(data.length, 14)
    fields.writeUInt32LE(data.length, 18)
    fields.writeUInt16LE(path.length, 22)
    const entry = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, path, data])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, place, path]))
    parts.push(entry)
    offset += entry.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, central, end])
}

/** @param padding bytes of ballast, so that it takes a while to be carried */
export function packageWheel(name: string, padding = 0): Wheel {
  const info = `${name}-1.2.3.dist-info`
  const bytes = zip({
    [`${name}/__init__.py`]: 'VALUE = 1\n',
    [`${name}/ballast.bin`]: Buffer.alloc(padding, name),
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.2.3\n`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/RECORD`]: '',
  })
  return { name, file: `${name}-1.2.3-py3-none-any.whl`, bytes, sha256: sha256(bytes) }
}

/** A wheel that holds a program, as uv's does. */
export function programWheel(name: string, program: string): Wheel {
  const bytes = zip({ [`${name}-9.9.9.data/scripts/${name}`]: program })
  return { name, file: `${name}-9.9.9-py3-none-any.whl`, bytes, sha256: sha256(bytes) }
}

export interface PackageIndex {
  readonly url: string
  /** Paths that were asked for, with the byte from which on. */
  readonly asked: string[]
  /** Each answer with a file ends after so many bytes. */
  cut: number | undefined
  /** Bytes a second of each file; undefined: as fast as it goes. */
  pace: number | undefined
  /** In place of what a file holds. */
  lie: Buffer | undefined
  close(): Promise<void>
}

const TICK_MS = 20

/** @param pace bytes a second; undefined: as fast as it goes */
export function sendPaced(response: ServerResponse, bytes: Uint8Array, pace: number | undefined): void {
  if (pace === undefined) return void response.end(bytes)
  const step = Math.ceil((pace * TICK_MS) / 1000)
  let at = 0
  const timer = setInterval(() => {
    response.write(bytes.subarray(at, at + step))
    at += step
    if (at < bytes.length) return
    response.end()
    clearInterval(timer)
  }, TICK_MS)
  response.once('close', () => clearInterval(timer))
}

/** @param as JSON (PEP 691) or HTML (PEP 503) */
export async function packageIndex(
  wheels: readonly Wheel[],
  as: 'json' | 'html' = 'json',
): Promise<PackageIndex> {
  const asked: string[] = []
  const index = { url: '', asked, cut: undefined, pace: undefined, lie: undefined } as Omit<
    PackageIndex,
    'close'
  > & {
    url: string
  }
  const page = (name: string): string => {
    const mine = wheels.filter((wheel) => wheel.name === name)
    if (as === 'html')
      return `<!DOCTYPE html>${mine.map(({ file, sha256: sum }) => `<a href="../files/${file}#sha256=${sum}">${file}</a>`).join('')}`
    const files = mine.map(({ file, sha256: sum, bytes }) => ({
      ...{ filename: file, url: `../files/${file}`, hashes: { sha256: sum }, size: bytes.length },
    }))
    return JSON.stringify({ meta: { 'api-version': '1.1' }, name, files })
  }
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? ''
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    asked.push(`${path}${from > 0 ? ` from ${from}` : ''}`)
    const file = wheels.find((wheel) => path.endsWith(`/files/${wheel.file}`))
    if (file) {
      const bytes = (index.lie ?? file.bytes).subarray(from)
      response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length })
      if (index.cut === undefined || bytes.length <= index.cut) sendPaced(response, bytes, index.pace)
      else response.write(bytes.subarray(0, index.cut), () => setTimeout(() => response.destroy(), 20))
      return
    }
    const name = /^\/simple\/([\w.-]+)\/$/.exec(path)?.[1] ?? ''
    if (!wheels.some((wheel) => wheel.name === name)) return void response.writeHead(404).end()
    response.writeHead(200, {
      'content-type': as === 'html' ? 'text/html' : 'application/vnd.pypi.simple.v1+json',
    })
    response.end(page(name))
  }
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  index.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`
  return Object.assign(index, {
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}
