/** The decisions of set-up and build, on folders of their own; nothing is fetched or installed here. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from '../../scripts/electron-path.mjs'
import { zipOf } from './zip.ts'

interface Scripts {
  'build.mjs': { sourceHash(folder: string): string; isStale(folder: string): boolean }
  'setup/electron.mjs': {
    electronStale(folder: string): boolean
    checkFile(file: string, algorithm: string, encoding: string, wanted: string): Promise<void>
  }
  'setup/packages.mjs': { lockHash(folder: string): string; packagesStale(folder: string): boolean }
  'setup/turn.mjs': {
    inTurn<T>(folder: string, say: (line: string) => void, work: () => Promise<T>): Promise<T>
  }
  'package.mjs': {
    packagingProblem(electron: { source: string; version: string }, args: string[]): string | undefined
  }
  'setup/unzip.mjs': { unzip(file: string, folder: string): string[] }
}
const script = <N extends keyof Scripts>(name: N): Promise<Scripts[N]> => import(join(root, 'scripts', name))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'looptool-scripts-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (path: string, text: string): string => {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

describe('packages', () => {
  it('are installed when missing, when half installed, and when the lock file changed; not otherwise', async () => {
    const { lockHash, packagesStale } = await script('setup/packages.mjs')
    put('package-lock.json', '{"a":1}')
    expect(packagesStale(folder)).toBe(true)
    put('node_modules/some/package.json', '{}')
    expect(packagesStale(folder)).toBe(true)
    put('node_modules/.looptool-lock', lockHash(folder))
    expect(packagesStale(folder)).toBe(false)
    put('package-lock.json', '{"a":2}')
    expect(packagesStale(folder)).toBe(true)
  })
})

describe('build', () => {
  it('is stale when any source changed in name or bytes, and only then', async () => {
    const { sourceHash, isStale } = await script('build.mjs')
    put('core/a.ts', 'a')
    put('main/b.ts', 'b')
    put('package.json', '{}')
    expect(isStale(folder)).toBe(true)
    const built = () => put('out/.stamp', sourceHash(folder))
    built()
    expect(isStale(folder)).toBe(false)
    put('tests/c.test.ts', 'c')
    put('README.md', 'words')
    expect(isStale(folder)).toBe(false)
    put('core/a.ts', 'A')
    expect(isStale(folder)).toBe(true)
    built()
    renameSync(join(folder, 'core/a.ts'), join(folder, 'core/z.ts'))
    expect(isStale(folder)).toBe(true)
    built()
    put('renderer/new.tsx', '')
    expect(isStale(folder)).toBe(true)
    built()
    rmSync(join(folder, 'main/b.ts'))
    expect(isStale(folder)).toBe(true)
  })
})

describe('Electron', () => {
  it('is fetched when missing, another version, moved away or noted in a damaged file', async () => {
    const { electronStale } = await script('setup/electron.mjs')
    put('node_modules/electron/package.json', '{"version":"45.0.0"}')
    const note = (version: string, source: string) =>
      put(
        '.electron/current.json',
        JSON.stringify({ version, source, path: `.electron/${version}/electron` }),
      )
    expect(electronStale(folder)).toBe(true)
    note('45.0.0', 'official')
    expect(electronStale(folder)).toBe(true)
    put('.electron/45.0.0/electron', '')
    expect(electronStale(folder)).toBe(false)
    put('node_modules/electron/package.json', '{"version":"45.1.0"}')
    expect(electronStale(folder)).toBe(true)
    note('42.0.0', 'fallback')
    put('.electron/42.0.0/electron', '')
    expect(electronStale(folder)).toBe(false)
    put('.electron/current.json', '{"version":')
    expect(electronStale(folder)).toBe(true)
  })

  it('is refused when a single byte differs from what was meant', async () => {
    const { checkFile } = await script('setup/electron.mjs')
    const file = put('program.zip', 'the program')
    const wanted = createHash('sha512').update('the program').digest('base64')
    await checkFile(file, 'sha512', 'base64', wanted)
    writeFileSync(file, 'the Program')
    await expect(checkFile(file, 'sha512', 'base64', wanted)).rejects.toMatchObject({
      code: 'looptool.checksum',
    })
  })
})

describe('packaging', () => {
  it('refuses a program that is not the official one, unless told', async () => {
    const { packagingProblem } = await script('package.mjs')
    const standIn = { source: 'fallback', version: '42.0.0' }
    expect(packagingProblem(standIn, ['--dir'])).toMatch(/stand-in/)
    expect(packagingProblem(standIn, ['--dir', '--allow-unofficial-electron'])).toBeUndefined()
    expect(packagingProblem({ source: 'official', version: '45.4.1' }, ['--dir'])).toBeUndefined()
  })
})

describe('unpacking', () => {
  it('gives back files, modes and links as they were packed', async () => {
    const { unzip } = await script('setup/unzip.mjs')
    const zip = zipOf([
      { name: 'app/', body: '', mode: 0o40755 },
      { name: 'app/program', body: '#!/bin/sh\n'.repeat(1000), mode: 0o100755, deflate: true },
      { name: 'app/deep/words.txt', body: '字', mode: 0o100644 },
      { name: 'app/current', body: 'deep', mode: 0o120777 },
    ])
    writeFileSync(join(folder, 'a.zip'), zip)
    const to = join(folder, 'out')
    expect(unzip(join(folder, 'a.zip'), to)).toHaveLength(4)
    expect(readFileSync(join(to, 'app/program'), 'utf8')).toBe('#!/bin/sh\n'.repeat(1000))
    expect(readFileSync(join(to, 'app/current/words.txt'), 'utf8')).toBe('字')
    if (process.platform !== 'win32') {
      expect(statSync(join(to, 'app/program')).mode & 0o777).toBe(0o755)
      expect(lstatSync(join(to, 'app/current')).isSymbolicLink()).toBe(true)
      expect(readlinkSync(join(to, 'app/current'))).toBe('deep')
    }
  })

  it('refuses names that lead out, damaged files and what is no zip', async () => {
    const { unzip } = await script('setup/unzip.mjs')
    const file = join(folder, 'a.zip')
    const to = join(folder, 'out')
    writeFileSync(file, zipOf([{ name: '../out-of-here', body: 'x', mode: 0o100644 }]))
    expect(() => unzip(file, to)).toThrow(/unsafe name/)
    expect(existsSync(join(folder, 'out-of-here'))).toBe(false)
    writeFileSync(file, 'no zip at all, but long enough to look for an end')
    expect(() => unzip(file, to)).toThrow(/not a zip/)
    const short = zipOf([{ name: 'a', body: 'abc', mode: 0o100644, claim: 5 }])
    writeFileSync(file, short)
    expect(() => unzip(file, to)).toThrow(/not as long/)
  })
})

describe('two set-ups at once', () => {
  it('take turns, also when the first one fails', async () => {
    const { inTurn } = await script('setup/turn.mjs')
    const seen: string[] = []
    const say = (line: string) => seen.push(line)
    let finish = () => {}
    const gate = new Promise<void>((resolve) => {
      finish = resolve
    })
    const first = inTurn(folder, say, async () => {
      seen.push('first begins')
      await gate
      seen.push('first ends')
      throw new Error('no network')
    })
    const second = inTurn(
      folder,
      (line) => {
        say(line)
        finish()
      },
      async () => void seen.push('second begins'),
    )
    await expect(first).rejects.toThrow('no network')
    await second
    expect(seen).toEqual([
      'first begins',
      'another set-up is at work here; waiting for it',
      'first ends',
      'second begins',
    ])
  })

  it('do not wait for one that was ended half-way', async () => {
    const { inTurn } = await script('setup/turn.mjs')
    const dead = spawnSync(process.execPath, ['-e', ''], { env: { ELECTRON_RUN_AS_NODE: '1' } }).pid
    put('.electron/setup.lock', String(dead))
    expect(
      await inTurn(
        folder,
        () => {},
        async () => 'done',
      ),
    ).toBe('done')
  })
})
