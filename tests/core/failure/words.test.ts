import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { Failure } from '#core/failure/failure.ts'
import { failureCodes, sayAgain, sayFailure } from '#core/failure/words.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const sources = (folder: string): string[] =>
  readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name)
    return statSync(join(root, path)).isDirectory() ? sources(path) : name.endsWith('.ts') ? [path] : []
  })

describe('failures in words', () => {
  it('has the same codes in every language', () => {
    expect(failureCodes('zh')).toEqual(failureCodes('en'))
  })

  it('has words for every code that is thrown', () => {
    const thrown = ['core', 'main']
      .flatMap(sources)
      .flatMap((path) =>
        [...readFileSync(join(root, path), 'utf8').matchAll(/new Failure\(\s*'([^']+)'/g)].map(
          (m) => m[1] ?? '',
        ),
      )
    expect(thrown.length).toBeGreaterThan(10)
    expect(thrown.filter((code) => !failureCodes('en').includes(code))).toEqual([])
  })

  it('says a failure again in the language that the window has turned to, with its values and details', () => {
    for (const error of [
      new Failure('project.locked', { pid: 12 }, 'd'),
      new Error('e'),
      new Failure('no.words'),
    ])
      expect(sayAgain(sayFailure(error, 'en'), 'zh')).toEqual(sayFailure(error, 'zh'))
    expect(sayAgain(sayFailure(new Failure('project.locked', { pid: 12 }), 'en'), 'zh').message).toMatch(
      /\p{Script=Han}.*12/u,
    )
  })

  it('fills in values, and keeps a defect’s own text out of the sentence', () => {
    expect(sayFailure(new Failure('project.locked', { pid: 12 }), 'en').message).toContain('12')
    const spoken = sayFailure(new Error('secret internals'), 'en')
    expect(spoken.code).toBe('program.defect')
    expect(spoken.message).not.toContain('secret internals')
    expect(spoken.detail).toContain('secret internals')
  })
})
