// Unpacks a zip file that has been checked already: Electron's own, which holds symbolic links on macOS.
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize, sep } from 'node:path'
import { inflateRawSync } from 'node:zlib'

const END = 0x06054b50
const ENTRY = 0x02014b50
const LINK = 0o120000
const KIND = 0o170000

/** @returns the names unpacked @throws Error when the file is no zip or a name leads out of the folder */
export function unzip(file, folder) {
  const zip = readFileSync(file)
  const links = []
  const names = []
  for (const entry of entriesOf(zip)) {
    const target = normalize(join(folder, entry.name))
    if (!target.startsWith(normalize(folder) + sep))
      throw new Error(`the zip holds an unsafe name: ${entry.name}`)
    names.push(entry.name)
    if (entry.name.endsWith('/')) {
      mkdirSync(target, { recursive: true })
      continue
    }
    mkdirSync(dirname(target), { recursive: true })
    const body = bodyOf(zip, entry)
    if ((entry.mode & KIND) === LINK) {
      links.push([body.toString('utf8'), target])
      continue
    }
    writeFileSync(target, body)
    if (entry.mode & 0o777) chmodSync(target, entry.mode & 0o777)
  }
  // Last, so that no file is ever written through a link.
  for (const [to, at] of links) symlinkSync(to, at)
  return names
}

function* entriesOf(zip) {
  let end = zip.length - 22
  while (end >= 0 && zip.readUInt32LE(end) !== END) end--
  if (end < 0) throw new Error('not a zip file')
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error('the zip file is damaged')
    const nameLength = zip.readUInt16LE(at + 28)
    yield {
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      size: zip.readUInt32LE(at + 24),
      mode: zip.readUInt32LE(at + 38) >>> 16,
      offset: zip.readUInt32LE(at + 42),
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
}

function bodyOf(zip, { name, method, packed, size, offset }) {
  const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28)
  const raw = zip.subarray(start, start + packed)
  if (method !== 0 && method !== 8) throw new Error(`${name} is packed in a way that is not known: ${method}`)
  const body = method === 0 ? raw : inflateRawSync(raw)
  if (body.length !== size) throw new Error(`${name} is not as long as the zip says`)
  return body
}
