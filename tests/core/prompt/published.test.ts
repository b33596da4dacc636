import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { CASE_TYPES, LANGUAGES } from '#core/dialog/case-type.ts'
import { STYLES } from '#core/dialog/style.ts'
import { readPrompt } from '#core/prompt/front-matter.ts'
import { lintPair, lintPrompt } from '#core/prompt/lint.ts'
import { sectionsOf } from '#core/prompt/render.ts'
import { createPrompts } from '#engine/stage/prompts.ts'

const resources = fileURLToPath(new URL('../../../resources', import.meta.url))
const folder = join(resources, 'prompts')
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\/.*\.md$/.test(path))
  .sort()
const prompts = files.map((path) => readPrompt(path, readFileSync(join(folder, path), 'utf8'), sha256))
const nameOf = (prompt: { id: string; version: number }) => `${prompt.id}.v${prompt.version}`

describe('published prompts', () => {
  it('never change: an improvement is a new version (add its line to frozen.json)', () => {
    const frozen = JSON.parse(readFileSync(join(folder, 'frozen.json'), 'utf8'))
    expect(Object.fromEntries(prompts.map((prompt) => [nameOf(prompt), prompt.hash]))).toEqual(frozen)
  })

  it.each(prompts.map((prompt) => [nameOf(prompt), prompt] as const))(
    '%s is without findings',
    (_, prompt) => {
      expect(lintPrompt(prompt)).toEqual([])
    },
  )

  it('of the roles that simulate stand in both languages, alike', () => {
    for (const prompt of prompts.filter(({ role }) => role !== 'policy')) {
      const [name] = prompt.id.split('.')
      const pair = LANGUAGES.map((language) => prompts.find(({ id }) => id === `${name}.${language}`))
      expect(pair[0] && pair[1] && lintPair(pair[0], pair[1])).toEqual([])
    }
  })

  it.each(LANGUAGES)('in %s have 32 ways to bring up a need, and every style', async (language) => {
    const library = await createPrompts({ resourcesFolder: resources }).inForce()
    const cases = sectionsOf(library.get('user/cases', language))
    expect([...cases.keys()].sort()).toEqual([...CASE_TYPES].sort())
    expect([...cases.values()].flat()).toHaveLength(32)
    expect(new Set([...cases.values()].flat()).size).toBe(32)
    const styles = sectionsOf(library.get('user/styles', language))
    expect([...styles.keys()].sort()).toEqual([...STYLES].sort())
    expect(STYLES.length).toBeGreaterThanOrEqual(10)
    const situations = sectionsOf(library.get('tool/situations', language))
    for (const name of ['normal', 'surprise', 'error', 'long']) {
      expect(situations.get(name)?.length).toBeGreaterThan(0)
    }
  })
})

describe('a project’s own prompts', () => {
  const withProject = async (path: string, text: string, check: (folder: string) => Promise<void>) => {
    const projectFolder = mkdtempSync(join(tmpdir(), 'looptool-prompts-'))
    try {
      mkdirSync(join(projectFolder, 'prompts', 'user'), { recursive: true })
      writeFileSync(join(projectFolder, 'prompts', path), text)
      await check(projectFolder)
    } finally {
      rmSync(projectFolder, { recursive: true, force: true })
    }
  }

  it('are used in place of the published ones, and change the recorded hash', async () => {
    const path = 'user/styles.en.v1.md'
    const own = readFileSync(join(folder, path), 'utf8').replace('plain everyday', 'quite plain')
    await withProject(path, own, async (projectFolder) => {
      const mine = createPrompts({ resourcesFolder: resources, projectFolder })
      const before = await createPrompts({ resourcesFolder: resources }).marks(['user/styles'])
      const now = await mine.marks(['user/styles'])
      expect(now['user/styles.en']).toMatchObject({ version: 1, own: true })
      expect(now['user/styles.en']?.hash).not.toBe(before['user/styles.en']?.hash)
      expect(now['user/styles.zh']).toEqual(before['user/styles.zh'])
    })
  })

  it('that cannot be read are named, and nothing is used in their place; other prompts are', async () => {
    await withProject('user/styles.en.v1.md', 'no front matter', async (projectFolder) => {
      const mine = createPrompts({ resourcesFolder: resources, projectFolder })
      await expect(mine.marks(['user/styles'])).rejects.toMatchObject({
        code: 'prompt.damaged',
        values: { id: 'user/styles.en' },
      })
      expect(Object.keys(await mine.marks(['judge/verdict']))).toEqual([
        'judge/verdict.en',
        'judge/verdict.zh',
      ])
    })
  })

  it('may be missing altogether', async () => {
    const mine = createPrompts({
      resourcesFolder: resources,
      projectFolder: join(tmpdir(), 'not-there-at-all'),
    })
    expect((await mine.inForce()).ownOf('user/styles.en')).toBeUndefined()
  })
})
