/** Which package files a host gets: the lock as it is shipped, markers, tags, and pages of indexes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markerHolds } from '#core/host/marker.ts'
import { type HostPlatform, neededOn, readIndexPage, readLock, wheelFor } from '#core/host/wheels.ts'

const LOCK = readFileSync(join(import.meta.dirname, '../../../resources/host/envs/small.lock'), 'utf8')
const DEBIAN: HostPlatform = {
  ...{
    type: 'platform',
    interpreter: '/usr/bin/python3.12',
    uv: true,
    python: [3, 12, 3],
    implementation: 'cpython',
  },
  ...{
    system: 'Linux',
    machine: 'x86_64',
    platform: 'linux',
    os: 'posix',
    libc: 'glibc',
    libcVersion: '2.36',
    mac: '',
  },
}
const MAC: HostPlatform = {
  ...DEBIAN,
  system: 'Darwin',
  machine: 'arm64',
  platform: 'darwin',
  libc: null,
  libcVersion: '',
  mac: '14.5',
}
const hash = 'a'.repeat(64)
const best = (names: readonly string[], platform: HostPlatform = DEBIAN): string | undefined =>
  wheelFor(
    { name: 'p', version: '1', hashes: [hash] },
    names.map((file) => ({ file, url: `https://x/${file}`, sha256: hash })),
    platform,
  )?.file

describe('a lock', () => {
  it('as it is shipped is read whole, and every package of it has its hashes', () => {
    const lock = readLock(LOCK)
    const named = LOCK.split('\n').filter((line) => /^[A-Za-z0-9].*==/.test(line))
    expect(lock).toHaveLength(named.length)
    expect(lock.length).toBeGreaterThan(40)
    expect(lock.every(({ hashes }) => hashes.length > 0)).toBe(true)
    expect(lock.find(({ name }) => name === 'torch')?.version).toBe('2.15.0')
  })

  it('names NVIDIA’s libraries for Linux on x86 and none for a Mac', () => {
    const of = (platform: HostPlatform): string[] =>
      neededOn(readLock(LOCK), platform).map(({ name }) => name)
    expect(of(DEBIAN).filter((name) => name.startsWith('nvidia-')).length).toBeGreaterThan(5)
    expect(of(MAC).filter((name) => name.startsWith('nvidia-'))).toEqual([])
  })

  it('with a line that no tool writes is refused, not skipped', () => {
    for (const line of ['torch>=2', 'torch==2.0', '-e .', `torch==2.0 --hash=md5:${hash}`])
      expect(() => readLock(line)).toThrow(/no line of a lock/)
  })
})

describe('a marker', () => {
  const facts = {
    python_version: '3.12',
    python_full_version: '3.12.3',
    sys_platform: 'linux',
    platform_machine: 'x86_64',
  }
  it.each([
    ["sys_platform == 'linux'", true],
    ["sys_platform != 'emscripten'", true],
    ["python_version < '3.9'", false],
    ["python_version >= '3.10' and python_version < '4'", true],
    ["python_full_version >= '3.12.10'", false],
    ["(sys_platform == 'win32' or platform_machine == 'x86_64') and python_version != '3.11'", true],
    ["'linux' in sys_platform", true],
    ["platform_machine not in 'arm64 aarch64'", true],
    ["python_version == '3.*'", true],
    ["sys_platform == 'win32' or sys_platform == 'linux' and python_version > '3.13'", false],
    ["python_version ~= '3.10'", true],
  ])('%s → %s', (marker, holds) => expect(markerHolds(marker, facts)).toBe(holds))

  it('that is none throws, whatever it is', () => {
    for (const wrong of ['', 'sys_platform ==', "(a == 'b'", "a == 'b' c", "a ? 'b'", "a == 'b"])
      expect(() => markerHolds(wrong, facts)).toThrow()
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        try {
          expect(typeof markerHolds(text, facts)).toBe('boolean')
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
        }
      }),
    )
  })
})

describe('of the files of a package', () => {
  it('the one that is closest to the machine is taken', () => {
    expect(
      best([
        'p-1-py3-none-any.whl',
        'p-1-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
        'p-1-cp312-cp312-manylinux_2_28_x86_64.whl',
        'p-1-cp39-abi3-manylinux_2_28_x86_64.whl',
        'p-1-cp312-cp312-manylinux_2_39_x86_64.whl',
        'p-1-cp313-cp313-manylinux_2_28_x86_64.whl',
      ]),
    ).toBe('p-1-cp312-cp312-manylinux_2_28_x86_64.whl')
    expect(best(['p-1-py3-none-any.whl', 'p-1-cp39-abi3-manylinux2014_x86_64.whl'])).toContain('abi3')
    expect(
      best(['p-1-cp312-cp312-macosx_11_0_arm64.whl', 'p-1-cp312-cp312-macosx_15_0_arm64.whl'], MAC),
    ).toContain('_11_0_')
  })

  it.each([
    'p-1.tar.gz',
    'p-1-cp312-cp312-win_amd64.whl',
    'p-1-cp312-cp312-manylinux_2_28_aarch64.whl',
    'p-1-cp312-cp312-manylinux_2_40_x86_64.whl',
    'p-1-cp312-cp312-musllinux_1_2_x86_64.whl',
    'p-1-cp313-abi3-manylinux_2_17_x86_64.whl',
    'p-1-pp310-pypy310_pp73-manylinux_2_17_x86_64.whl',
    'p-1-cp312-cp312t-manylinux_2_17_x86_64.whl',
    'p-1-cp27-none-any.whl',
  ])('%s is none for this machine', (file) => expect(best([file])).toBeUndefined())

  it('none counts whose hash the lock does not name', () => {
    const file = { file: 'p-1-py3-none-any.whl', url: 'https://x', sha256: 'b'.repeat(64) }
    expect(wheelFor({ name: 'p', version: '1', hashes: [hash] }, [file], DEBIAN)).toBeUndefined()
  })
})

describe('a page of an index', () => {
  const address = 'https://mirror.example/simple/p/'
  it('in JSON and in HTML gives the same files, their addresses in full', () => {
    const json = readIndexPage(
      JSON.stringify({
        files: [
          {
            filename: 'p-1-py3-none-any.whl',
            url: '../../f/p-1-py3-none-any.whl',
            hashes: { sha256: hash },
            size: 7,
          },
        ],
      }),
      address,
    )
    const html = readIndexPage(
      `<!doctype html><a href="../../f/p-1-py3-none-any.whl#sha256=${hash}" data-x="1">p</a>`,
      address,
    )
    expect(json).toEqual([
      {
        file: 'p-1-py3-none-any.whl',
        url: 'https://mirror.example/f/p-1-py3-none-any.whl',
        sha256: hash,
        size: 7,
      },
    ])
    expect(html).toEqual(json?.map(({ size: _, ...file }) => file))
  })

  it('that is none is said to be none; a name that leads elsewhere is taken from none', () => {
    expect(readIndexPage('{"files": 1}', address)).toBeUndefined()
    expect(readIndexPage('Please log in', address)).toBeUndefined()
    const outside = { filename: '../../../etc/passwd', url: 'x', hashes: { sha256: hash } }
    expect(readIndexPage(JSON.stringify({ files: [outside] }), address)).toBeUndefined()
    const html = readIndexPage(`<a href="/%2e%2e%2fpasswd#sha256=${hash}">x</a>`, address)
    expect(html?.every(({ file }) => !file.includes('/'))).toBe(true)
  })

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => `<a href="${text}#sha256=${hash}">`),
        ),
        (text) => {
          for (const { file } of readIndexPage(text, address) ?? []) expect(file).toMatch(/^[\w.+!-]+$/)
        },
      ),
    )
  })
})
