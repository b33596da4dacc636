/** Room on the disk through the engine: what could go is what goes, and nothing else. */
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { simulateSettingsSchema } from '#core/dialog/settings.ts'
import { SMALL_SIMULATE } from '#core/nano/sample-settings.ts'
import type { Engine } from '#engine/index.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { engineWith, smallProject } from '#tests/helpers/small-project.ts'

let temp: ReturnType<typeof tempFolder>
let engine: Engine
const at = (...names: string[]): string => join(temp.path, 'project', ...names)

function put(bytes: number, ...names: string[]): void {
  mkdirSync(at(...names.slice(0, -1)), { recursive: true })
  writeFileSync(at(...names), Buffer.alloc(bytes))
}

beforeAll(async () => {
  temp = tempFolder()
  engine = engineWith(join(temp.path, 'none'), join(temp.path, 'sample'))
  await smallProject(engine, at(), 6)
  for (const step of [1, 2, 3, 4, 5]) {
    put(1000, 'runs', 'r1', 'checkpoints', `step-${step}`, 'model.safetensors')
    put(2, 'runs', 'r1', 'checkpoints', `step-${step}`, 'complete.json')
  }
  writeFileSync(
    at('runs', 'r1', 'run.json'),
    JSON.stringify({
      format: 1,
      id: 'r1',
      trainer: 'nano',
      title: 'T',
      dataset: 'd',
      start: {},
      steps: 5,
      settings: {},
    }),
  )
  put(500, 'exports', 'table.csv')
  put(300, 'datasets', '.unfinished-x', 'part')
  put(100, 'backups', '2020.sqlite')
  utimesSync(at('backups', '2020.sqlite'), 1e9, 1e9)
}, 60_000)
afterAll(async () => {
  await engine.close()
  temp.remove()
})

it('sizes add up, and a folder that is no project is not measured', async () => {
  const { parts, total } = await engine.handlers['disk.sizes']({ folder: at() })
  expect(parts).toMatchObject({ exports: 500 })
  expect(parts.runs).toBeGreaterThan(5000)
  expect(parts.database).toBeGreaterThan(10_000)
  expect(total).toBe(Object.values(parts).reduce((a, b) => a + b, 0))
  await expect(engine.handlers['disk.sizes']({ folder: temp.path })).rejects.toMatchObject({
    code: 'project.notFound',
  })
})

it('removes what the preview said, tells the bytes, and refuses everything else', async () => {
  const plan = await engine.handlers['disk.cleanPlan'](undefined)
  expect(plan.goes.map(({ path, bytes }) => [path, bytes]).sort()).toEqual([
    ['backups/2020.sqlite', 100],
    ['datasets/.unfinished-x', 300],
    ['exports/table.csv', 500],
    ['runs/r1/checkpoints/step-2', 1002],
    ['runs/r1/checkpoints/step-3', 1002],
  ])
  const before = readdirSync(at('datasets'))
  const wanted = plan.goes.map(({ path }) => path).filter((path) => !path.startsWith('exports/'))
  const done = await engine.handlers['disk.clean']({
    paths: [...wanted, 'runs/r1/checkpoints/step-5', 'project.sqlite', '../project/exports/table.csv'],
  })
  expect(done).toEqual({
    removed: 4,
    bytes: 2404,
    stayed: ['runs/r1/checkpoints/step-5', 'project.sqlite', '../project/exports/table.csv'],
  })
  expect(readdirSync(at('runs', 'r1', 'checkpoints')).sort()).toEqual(['step-1', 'step-4', 'step-5'])
  expect(existsSync(at('exports', 'table.csv'))).toBe(true)
  expect(readdirSync(at('datasets'))).toEqual(before.filter((name) => !name.startsWith('.')))
  const [dataset] = await engine.handlers['dataset.list'](undefined)
  const page = await engine.handlers['sample.page']({ dataset: dataset?.id ?? '', search: '', limit: 3 })
  expect(page.rows.length).toBeGreaterThan(0)
})

it('removes nothing while a job is at work: what it is making looks like a leftover', async () => {
  const [toolSet] = await engine.handlers['toolSet.list'](undefined)
  const players = { kind: 'endpoint', url: 'http://127.0.0.1:9/v1', model: 'm' } as const
  const settings = simulateSettingsSchema.parse({
    ...SMALL_SIMULATE,
    toolSetId: toolSet?.id,
    count: 2,
    players,
  })
  const { id } = await engine.handlers['simulate.start']({ settings })
  await expect(engine.handlers['disk.clean']({ paths: ['exports/table.csv'] })).rejects.toMatchObject({
    code: 'project.jobsRun',
  })
  await engine.handlers['job.cancel']({ id })
  expect(existsSync(at('exports', 'table.csv'))).toBe(true)
})
