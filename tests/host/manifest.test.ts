/** The host kit is what its manifest says, and refuses to run when it is not. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { python, pythonProblem } from '#tests/helpers/python.ts'
import { KIT, MANIFEST, manifestOf, textOf } from '../../scripts/host/manifest.mjs'

const MOST_LINES = 250

it('is up to date: run `node scripts/host/manifest.mjs` after a change of the kit', async () => {
  expect(await readFile(join(KIT, MANIFEST), 'utf8')).toBe(textOf(manifestOf()))
})

it.each(Object.keys(manifestOf().files).filter((path) => path.endsWith('.py')))(
  '%s can be read in one go',
  async (path) => {
    expect((await readFile(join(KIT, path), 'utf8')).split('\n').length).toBeLessThanOrEqual(MOST_LINES)
  },
)

describe.skipIf(pythonProblem() !== undefined)('a script of the kit', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'looptool kit '))
    await cp(KIT, join(folder, 'kit'), { recursive: true })
    await writeFile(join(folder, 'config.json'), '{"format": 1, "disks": []}')
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const run = () => python(['-I', join(folder, 'kit', 'doctor.py'), join(folder, 'config.json')])

  it('runs from any folder, without one of its own on the path', async () => {
    const end = await run()
    expect(end.code, end.err).toBe(0)
    expect(JSON.parse(end.out.split('\n')[0] ?? '').facts.kit).toBe(manifestOf().version)
  })

  it.each([
    ['another byte in a file', 'looptool_kit/rows.py', '# more\n'],
    ['a file that is not in the manifest', 'json.py', 'print("not ours")\n'],
  ])('does not run with %s, and names it', async (_, path, text) => {
    const file = join(folder, 'kit', path)
    const before = await readFile(file, 'utf8').catch(() => undefined)
    await writeFile(file, (before ?? '') + text)
    const end = await run()
    await (before === undefined ? rm(file) : writeFile(file, before))
    expect(end.code).toBe(5)
    expect(end.err).toContain(path)
    expect(end.out).toBe('')
  })
})
