/** The one quoting function: whatever a word holds, a shell gives it back; what cannot be sent is refused. */
import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathWord, quoteWord, shellLine } from '#core/host/quote.ts'

const word = fc
  .string({ unit: 'binary', maxLength: 30 })
  .map((text) => text.toWellFormed().replaceAll('\0', ''))

describe.skipIf(process.platform === 'win32')('through a real sh', () => {
  const run = (line: string) => spawnSync('sh', ['-c', line], { encoding: 'utf8', cwd: '/' })

  it('any words come back as they were', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
        const { stdout } = run(shellLine(['printf', '%s\\0', ...words]))
        expect(stdout.split('\0').slice(0, -1)).toEqual(words)
      }),
      { numRuns: 60 },
    )
  })

  it('variables and a program with = in its name are what they are', () => {
    expect(run(shellLine(['sh', '-c', 'printf %s "$A"'], { env: { A: "it's $(id)" } })).stdout).toBe(
      "it's $(id)",
    )
    expect(run(shellLine(['a=b'], { env: { A: '1' } })).status).toBe(127)
    // Taken for exec's own switch, bash would run `id` under the name `-a`.
    expect(run(shellLine(['-a', 'x', 'id'])).status).toBe(127)
  })

  it('a folder with a leading dash is a folder', () => {
    expect(run(shellLine(['pwd'], { cwd: '-x' })).stderr).toContain('./-x')
  })
})

it('a NUL and a bad variable are refused', () => {
  expect(() => quoteWord('a\0b')).toThrow('host.nul')
  expect(() => shellLine(['true'], { env: { 'A B': '1' } })).toThrow('host.badVariable')
  expect(() => shellLine(['true'], { env: { 'A=$(id);B': '1' } })).toThrow('host.badVariable')
})

it('a path never looks like a switch', () => {
  expect(pathWord('-rf')).toBe('./-rf')
  expect(pathWord('/-rf')).toBe('/-rf')
})
