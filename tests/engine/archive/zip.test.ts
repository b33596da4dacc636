/** Zip files as others read them, and as somebody spoilt them. */
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { centralHeader, endRecords, localHeader } from '#engine/archive/zip-format.ts'
import { BadZip, ZipReader } from '#engine/archive/zip-read.ts'
import { ZipWriter } from '#engine/archive/zip-write.ts'
import { tempFolder } from '#tests/helpers/project.ts'

let folder: ReturnType<typeof tempFolder>
beforeEach(() => {
  folder = tempFolder()
})
afterEach(() => folder.remove())
const at = (name: string): string => join(folder.path, name)

async function contents(file: string): Promise<Map<string, Buffer>> {
  const zip = await ZipReader.open(file)
  const all = new Map<string, Buffer>()
  try {
    for (const entry of zip.entries) {
      const chunks: Buffer[] = []
      await zip.read(entry, (chunk) => void chunks.push(chunk))
      all.set(entry.name, Buffer.concat(chunks))
    }
  } finally {
    await zip.close()
  }
  return all
}

async function made(name: string): Promise<string> {
  const zip = await ZipWriter.create(at(name))
  await zip.addText('说明/about.json', '{"a": 1}')
  await zip.addText('empty.txt', '')
  writeFileSync(at('dense.parquet'), randomBytes(3_000_000))
  writeFileSync(at('long.txt'), 'the same line\n'.repeat(200_000))
  await zip.addFile('data/dense.parquet', at('dense.parquet'))
  await zip.addFile('data/long.txt', at('long.txt'))
  await zip.finish()
  return at(name)
}

it('reads back every byte, packed or not, with names in any script', async () => {
  const all = await contents(await made('a.zip'))
  expect([...all.keys()]).toEqual(['说明/about.json', 'empty.txt', 'data/dense.parquet', 'data/long.txt'])
  expect(all.get('说明/about.json')?.toString()).toBe('{"a": 1}')
  expect(all.get('data/dense.parquet')?.equals(readFileSync(at('dense.parquet')))).toBe(true)
  expect(all.get('data/long.txt')?.equals(readFileSync(at('long.txt')))).toBe(true)
})

const python = spawnSync('python3', ['-c', 'import zipfile']).status === 0
it.skipIf(!python)('is a zip file for another reader too', async () => {
  const script =
    'import sys,zipfile,json\nz=zipfile.ZipFile(sys.argv[1])\nprint(json.dumps([z.testzip(), z.namelist(), z.read("data/long.txt").decode()[:13]]))'
  const said = execFileSync('python3', ['-c', script, await made('a.zip')], { encoding: 'utf8' })
  expect(JSON.parse(said)).toEqual([
    null,
    ['说明/about.json', 'empty.txt', 'data/dense.parquet', 'data/long.txt'],
    'the same line',
  ])
})

it('says sizes, places and counts beyond the short fields in long ones', async () => {
  const far = {
    name: 'x',
    method: 0,
    crc: 1,
    packed: 5_000_000_000,
    bytes: 6_000_000_000,
    offset: 7_000_000_000,
  }
  expect(centralHeader(far).length).toBe(46 + 1 + 4 + 24)
  expect(localHeader(far, true).length).toBe(30 + 1 + 4 + 16)
  // A real file whose directory says so: many small entries, more than the short count holds.
  const entries = Array.from({ length: 70_000 }, (_, i) => ({
    ...{ name: `${i}`, method: 0, crc: 0, packed: 0, bytes: 0, offset: 0 },
  }))
  const local = localHeader({ ...far, packed: 0, bytes: 0, offset: 0, crc: 0 }, false)
  const directory = Buffer.concat(entries.map(centralHeader))
  const end = endRecords(entries.length, local.length, directory.length)
  writeFileSync(at('many.zip'), Buffer.concat([local, directory, end]))
  const zip = await ZipReader.open(at('many.zip'))
  expect(zip.entries).toHaveLength(70_000)
  expect(zip.entries.at(-1)?.name).toBe('69999')
  await zip.close()
})

it('never takes a file that was cut off for a whole one', async () => {
  const whole = readFileSync(await made('a.zip'))
  for (const share of [0, 0.2, 0.9, 0.999]) {
    writeFileSync(at('cut.zip'), whole.subarray(0, Math.floor(whole.length * share)))
    await expect(contents(at('cut.zip')), String(share)).rejects.toBeInstanceOf(BadZip)
  }
})

it('gives the right bytes or refuses, whatever byte is changed', async () => {
  const zip = await ZipWriter.create(at('small.zip'))
  await zip.addText('a.txt', 'what was put in')
  await zip.addText('b.txt', 'and this too')
  await zip.finish()
  const whole = readFileSync(at('small.zip'))
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (place, by) => {
      const spoilt = Buffer.from(whole)
      spoilt[place] = (spoilt[place] ?? 0) ^ by
      writeFileSync(at('spoilt.zip'), spoilt)
      const all = await contents(at('spoilt.zip')).catch((error: unknown) => error)
      if (!(all instanceof Map)) {
        expect(all).toBeInstanceOf(BadZip)
        return
      }
      const texts = [...all.values()].map(String)
      for (const text of texts) expect(['what was put in', 'and this too']).toContain(text)
    }),
    { numRuns: 300 },
  )
})
