import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonText } from '#core/json/exact.ts'
import {
  backupIfDue,
  createProjectFolder,
  databaseOf,
  listBackups,
  openProjectFolder,
  restoreBackup,
} from '#engine/project/folder.ts'
import { listToolSets, loadToolSet, saveToolSet } from '#engine/project/tool-set-records.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'

let temp: ReturnType<typeof tempFolder>
let folder: string
beforeEach(() => {
  temp = tempFolder()
  folder = join(temp.path, 'project')
})
afterEach(() => temp.remove())

const TOOLS = [
  {
    name: 'big',
    description: 'd',
    parameters: '{"type":"object","properties":{"n":{"default":12345678901234567890}}}' as JsonText,
  },
  {
    name: 'one',
    description: '中文',
    parameters: '{"type":"object","properties":{"x":{"default":1.0}}}' as JsonText,
    category: 'c',
  },
]

describe('project folder', () => {
  it('refuses a folder that holds something', async () => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'mine.txt'), 'keep')
    await expect(createProjectFolder(folder, 'P', false)).rejects.toMatchObject({ code: 'project.exists' })
    expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('keep')
  })

  it('says that a project is there already, and makes none in place of it', async () => {
    await createProjectFolder(folder, 'First', false)
    await expect(createProjectFolder(folder, 'Second', false)).rejects.toMatchObject({
      code: 'project.already',
    })
    expect(readFileSync(join(folder, 'project.json'), 'utf8')).toContain('First')
  })

  // There mkdir says that the parent is missing, for ever.
  it.runIf(existsSync('/proc/self'))('comes back from a place in which nothing can be made', async () => {
    await expect(createProjectFolder('/proc/looptool', 'P', false)).rejects.toMatchObject({
      code: 'project.unwritable',
    })
  })

  it.each([
    ['project.notFound', (f: string) => mkdirSync(f)],
    [
      'project.newer',
      (f: string) => {
        mkdirSync(f)
        writeFileSync(join(f, 'project.json'), '{"id":"a","name":"b","format":7}')
      },
    ],
  ])('says %s', async (code, make) => {
    make(folder)
    await expect(openProjectFolder(folder, WORKER)).rejects.toMatchObject({ code })
  })

  it('opens with a damaged project.json, keeping the damaged one beside', async () => {
    await createProjectFolder(folder, 'P', false)
    const first = await openProjectFolder(folder, WORKER)
    await first.store.close()
    truncateSync(join(folder, 'project.json'), 5)
    const again = await openProjectFolder(folder, WORKER)
    await again.store.close()
    expect(readdirSync(folder).some((name) => name.startsWith('project.json.damaged'))).toBe(true)
  })

  it('offers the backup when the database is damaged, restores it, and keeps the damaged file', async () => {
    await createProjectFolder(folder, 'P', false)
    const project = await openProjectFolder(folder, WORKER)
    await saveToolSet(project.store, 'T', TOOLS, 'hash', '2026-01-01T00:00:00.000Z')
    await backupIfDue(project, new Date('2026-01-02'))
    await project.store.close()
    const database = databaseOf(folder)
    writeFileSync(database, Buffer.concat([readFileSync(database).subarray(0, 3000), Buffer.alloc(9000, 7)]))
    const [backup] = await listBackups(folder)
    await expect(openProjectFolder(folder, WORKER)).rejects.toMatchObject({
      code: 'project.damaged',
      values: { backup: backup?.file },
    })
    await restoreBackup(folder, backup?.file ?? '')
    const restored = await openProjectFolder(folder, WORKER)
    expect(await listToolSets(restored.store)).toHaveLength(1)
    await restored.store.close()
    expect(readdirSync(folder).some((name) => name.includes('.damaged-'))).toBe(true)
  })

  it('backs up once a day and keeps five', async () => {
    await createProjectFolder(folder, 'P', false)
    const project = await openProjectFolder(folder, WORKER)
    const now = Date.now()
    await backupIfDue(project, new Date(now))
    await backupIfDue(project, new Date(now + 1000))
    expect(await listBackups(folder)).toHaveLength(1)
    for (let day = 2; day < 10; day++) await backupIfDue(project, new Date(now + day * 86_400_000 * 100))
    expect((await listBackups(folder)).length).toBeLessThanOrEqual(5)
    expect(existsSync(join(folder, 'backups'))).toBe(true)
    await project.store.close()
  })

  it('says who holds it', async () => {
    await createProjectFolder(folder, 'P', false)
    const project = await openProjectFolder(folder, WORKER)
    await expect(openProjectFolder(folder, WORKER)).rejects.toMatchObject({
      code: 'project.locked',
      values: { pid: String(process.pid) },
    })
    await project.store.close()
  })
})

describe('tool sets', () => {
  it('come back exactly as they were saved, in order, versions counted', async () => {
    await createProjectFolder(folder, 'P', false)
    const { store } = await openProjectFolder(folder, WORKER)
    const first = await saveToolSet(store, 'T', TOOLS, 'h1', '2026-01-01T00:00:00.000Z')
    const same = await saveToolSet(store, 'T', TOOLS, 'h1', '2026-01-02T00:00:00.000Z')
    const next = await saveToolSet(store, 'T', [...TOOLS].reverse(), 'h2', '2026-01-03T00:00:00.000Z')
    expect(same).toEqual(first)
    expect(next.version).toBe(2)
    expect((await loadToolSet(store, first.id)).tools).toEqual(TOOLS)
    expect((await loadToolSet(store, next.id)).tools.map((t) => t.name)).toEqual(['one', 'big'])
    await expect(loadToolSet(store, 'nope')).rejects.toMatchObject({ code: 'toolSet.notFound' })
    await expect(saveToolSet(store, 'T', [], 'h3', '')).rejects.toMatchObject({ code: 'toolSet.empty' })
    await store.close()
  })
})
