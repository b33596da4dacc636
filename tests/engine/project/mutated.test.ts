/** A project file with broken bytes opens, or is refused with the backup offered; it is never made worse. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Failure } from '#core/failure/failure.ts'
import type { JsonText } from '#core/json/exact.ts'
import { Random } from '#core/random/random.ts'
import { backupIfDue, createProjectFolder, databaseOf, openProjectFolder } from '#engine/project/folder.ts'
import { listToolSets, loadToolSet, saveToolSet } from '#engine/project/tool-set-records.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'

const MUTATIONS = Number(process.env.LOOPTOOL_MUTATIONS ?? 150)
let temp: ReturnType<typeof tempFolder>
let folder: string
let good: Buffer

beforeAll(async () => {
  temp = tempFolder()
  folder = join(temp.path, 'p')
  await createProjectFolder(folder, 'P', false)
  const project = await openProjectFolder(folder, WORKER)
  const tools = Array.from({ length: 60 }, (_, i) => ({
    name: `tool_${i}`,
    description: 'x'.repeat(200),
    parameters: '{"type":"object"}' as JsonText,
  }))
  await saveToolSet(project.store, 'T', tools, 'h', '2026-01-01T00:00:00.000Z')
  await backupIfDue(project, new Date())
  await project.store.close()
  good = readFileSync(databaseOf(folder))
})
afterAll(() => temp.remove())

function mutate(random: Random): Buffer {
  const bytes = Buffer.from(good)
  switch (random.int(0, 3)) {
    case 0:
      return bytes.subarray(0, random.int(0, bytes.length - 1))
    case 1:
      for (let i = random.int(1, 40); i > 0; i--) bytes[random.int(0, bytes.length - 1)] = random.int(0, 255)
      return bytes
    case 2:
      bytes.fill(random.int(0, 255), random.int(0, bytes.length - 1))
      return bytes
    default:
      bytes[random.int(0, 120)] = random.int(0, 255)
      return bytes
  }
}

/** Opens, reads what can be read, closes. Answers the failure's code, or `opened`. */
async function tryOpen(): Promise<string> {
  try {
    const { store } = await openProjectFolder(folder, WORKER)
    try {
      for (const set of await listToolSets(store)) await loadToolSet(store, set.id)
      return 'opened'
    } finally {
      await store.close()
    }
  } catch (error) {
    if (error instanceof Failure) return error.code
    return `defect: ${error}`
  }
}

describe('a project file with broken bytes', () => {
  it('opens or is refused with a reason, and a refused file stays as it was', async () => {
    const seen: Record<string, number> = {}
    for (let i = 0; i < MUTATIONS; i++) {
      const bytes = mutate(new Random('mutated', i))
      const database = databaseOf(folder)
      for (const tail of ['-wal', '-shm']) rmSync(`${database}${tail}`, { force: true })
      writeFileSync(database, bytes)
      const outcome = await tryOpen()
      seen[outcome] = (seen[outcome] ?? 0) + 1
      expect(
        [
          'opened',
          'record.damaged',
          'project.damaged',
          'project.newer',
          'project.unwritable',
          'toolSet.notFound',
        ],
        `mutation ${i}: ${outcome}`,
      ).toContain(outcome)
      if (outcome === 'project.damaged' || outcome === 'project.newer') {
        expect(readFileSync(database).equals(bytes), `mutation ${i} changed a file it refused`).toBe(true)
      }
    }
    console.log(`mutated project files: ${JSON.stringify(seen)}`)
    expect(seen['project.damaged'] ?? 0).toBeGreaterThan(0)
  }, 900_000)
})
