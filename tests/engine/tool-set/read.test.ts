import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { importFiles, LARGEST_FILE, readToolFile } from '#engine/tool-set/read.ts'

const folder = mkdtempSync(join(tmpdir(), 'looptool-read-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const put = (name: string, bytes: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const LIST = '[{"name":"wetter","description":"Zürich 天气","parameters":{"type":"object","properties":{}}}]'
const utf16 = (text: string, big: boolean): Buffer => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return big ? bytes.swap16() : bytes
}
const why = async (path: string): Promise<string> => {
  const read = await readToolFile(path)
  return 'why' in read ? read.why : 'read'
}

describe('encodings', () => {
  it.each([
    ['plain UTF-8', Buffer.from(LIST)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${LIST}`)],
    ['UTF-16 little-endian with a mark', utf16(LIST, false)],
    ['UTF-16 big-endian with a mark', utf16(LIST, true)],
    ['gzip', gzipSync(LIST)],
  ])('reads %s', async (_, bytes) => {
    const { tools } = await importFiles([put('tools.json', bytes)])
    expect(tools.map((tool) => tool.description)).toEqual(['Zürich 天气'])
  })

  it.each([
    ['Latin-1', Buffer.from('[{"name":"Z\u00fcrich"}]', 'latin1'), 'encoding.utf8'],
    [
      'a cut UTF-8 character',
      Buffer.from(LIST).subarray(0, Buffer.from(LIST).indexOf('天') + 2),
      'encoding.utf8',
    ],
    ['UTF-16 without a mark', Buffer.from(LIST, 'utf16le'), 'encoding.binary'],
    ['half a UTF-16 character', utf16(LIST, false).subarray(0, 41), 'encoding.utf8'],
    ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), 'encoding.binary'],
    ['a ZIP archive', Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), 'file.zip'],
    ['a damaged gzip', Buffer.concat([gzipSync(LIST).subarray(0, 30), Buffer.from('xx')]), 'gzip.broken'],
    ['gzip of binary', gzipSync(Buffer.from([0, 1, 2])), 'encoding.binary'],
  ])('refuses %s with a reason', async (_, bytes, expected) => {
    expect(await why(put('odd.bin', bytes))).toBe(expected)
  })
})

describe('size', () => {
  it('refuses a file beyond the limit without reading it', async () => {
    const path = put('big.json', '')
    truncateSync(path, LARGEST_FILE + 1)
    expect(await why(path)).toBe('file.large')
  })

  it('refuses a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(LARGEST_FILE + 1, 32))
    expect(bomb.length).toBeLessThan(200_000)
    expect(await why(put('bomb.json.gz', bomb))).toBe('file.large')
  })
})

describe('what is not an ordinary file', () => {
  it('refuses a folder', async () => {
    mkdirSync(join(folder, 'sub'))
    expect(await why(join(folder, 'sub'))).toBe('file.notFile')
  })

  it.runIf(process.platform !== 'win32')('refuses a link and does not read what it points to', async () => {
    symlinkSync(put('target.json', LIST), join(folder, 'link.json'))
    expect(await why(join(folder, 'link.json'))).toBe('file.link')
  })

  it.runIf(process.platform !== 'win32')('refuses a pipe and a device instead of waiting', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')])
    expect(await why(join(folder, 'pipe'))).toBe('file.notFile')
    expect(await why('/dev/zero')).toBe('file.notFile')
  })

  it.runIf(process.getuid?.() !== 0 && process.platform !== 'win32')(
    'says that a file may not be opened',
    async () => {
      const path = put('secret.json', LIST)
      chmodSync(path, 0)
      expect(await why(path)).toBe('file.denied')
    },
  )

  it('fails by name for a file that is not there', async () => {
    await expect(readToolFile(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'file.notFound' })
  })
})

it('joins files: the same tool once, another of the same name renamed, both told', async () => {
  const one = put('one.json', '[{"name":"a","description":"x","parameters":{}},{"name":"b","parameters":{}}]')
  const two = put(
    'two.json',
    '[{"name":"a","description":"x","parameters":{}},{"name":"b","description":"other","parameters":{}}]',
  )
  const bad = put('three.json', '[')
  const { reports, tools } = await importFiles([one, two, bad])
  expect(tools.map((tool) => [tool.name, tool.sourceName])).toEqual([
    ['a', undefined],
    ['b', undefined],
    ['b_2', 'b'],
  ])
  expect(reports.map((r) => r.tools)).toEqual([['a', 'b'], ['b_2'], []])
  expect(reports[1]?.refused).toEqual([{ where: 'a', why: 'tool.duplicate', detail: one }])
  expect(reports[1]?.changed).toEqual([{ tool: 'b_2', what: 'name.taken', detail: 'b' }])
  expect(reports[2]?.refused.map((r) => r.why)).toEqual(['json.bad'])
})
