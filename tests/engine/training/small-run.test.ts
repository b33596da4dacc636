/** What the small policy's trainer writes is what the viewer reads: a real training, looked at and talked to. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decodeCall } from '#core/contract/index.ts'
import { Series } from '#core/training/series.ts'
import type { Engine } from '#engine/index.ts'
import { engineWith, smallProject } from '#tests/helpers/small-project.ts'
import { writeTinyPolicy } from '#tests/helpers/tiny-policy.ts'

const STEPS = 7
let folder: string
let engine: Engine
let run: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'looptool-small-run-'))
  await writeTinyPolicy(join(folder, 'policy'), 2048)
  engine = engineWith(join(folder, 'policy'), join(folder, 'sample'))
  const dataset = await smallProject(engine, join(folder, 'project'), 10)
  const recipe = {
    ...{ steps: STEPS, prompts: 2, group: 3, maxTokens: 8, keep: 'all' as const },
    ...{ checkpointEvery: 3, validateEvery: 3, validateOn: 4 },
  }
  const input = { title: 'First try', settings: { dataset, recipe, workers: 1 } }
  run = (await engine.handlers['training.start'](decodeCall('training.start', input))).id
  await engine.project().jobs.settled(run)
}, 120_000)
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

it('is listed as done, with its last step, and its health said', async () => {
  const [row] = await engine.handlers['training.runs'](undefined)
  expect(row).toMatchObject({
    id: run,
    title: 'First try',
    trainer: 'nano',
    state: 'done',
    step: STEPS,
    steps: STEPS,
  })
  expect(row?.heldOut).toMatchObject({ measure: 'accuracy' })
  expect(row?.health.code).toBeDefined()
})

it('has every curve of the page', async () => {
  const series = new Series()
  series.addBatch(await engine.handlers['training.points']({ id: run }))
  expect([...series.steps].at(-1)).toBe(STEPS)
  const wanted = [
    'reward/mean',
    'heldOut/accuracy',
    'response/length',
    'entropy',
    'clip/share',
    'grad/norm',
    'groups/dead',
    'time/rollout',
    'time/update',
    'time/step',
  ]
  expect(wanted.filter((name) => series.column(name) === undefined)).toEqual([])
  expect(series.times.every((at) => !Number.isNaN(at))).toBe(true)
})

it('shows each step’s answers by prompt, graded by every match against the sample', async () => {
  const { rolloutSteps } = await engine.handlers['training.run']({ id: run })
  expect(rolloutSteps.at(-1)).toBe(STEPS)
  const groups = await engine.handlers['training.groups']({ id: run, step: STEPS, limit: 10 })
  expect(groups.rows.map(({ count }) => count)).toEqual([3, 3])
  const [group] = groups.rows
  const { rollouts, sample } = await engine.handlers['training.group']({
    id: run,
    step: STEPS,
    group: group?.group ?? '',
  })
  expect(sample?.id).toBe(group?.sampleId)
  expect(Object.keys(rollouts[0]?.grades ?? {}).sort()).toEqual(['partial', 'release', 'schema', 'strict'])
  expect(rollouts.every(({ score, advantage }) => score !== undefined && advantage !== undefined)).toBe(true)
})

it('leaves checkpoints that can be talked to, beside the policy as shipped', async () => {
  const policies = await engine.handlers['playground.policies'](undefined)
  expect(policies[0]).toEqual({ name: 'base' })
  const last = policies.find((one) => one.run?.step === STEPS)
  expect(last?.run).toMatchObject({ id: run, title: 'First try' })
  const [toolSet] = await engine.handlers['toolSet.list'](undefined)
  const rows = await engine.handlers['toolSet.rows']({ id: toolSet?.id ?? '', search: '', limit: 1 })
  const reply = await engine.handlers['playground.say'](
    decodeCall('playground.say', {
      tools: { from: 'toolSet', toolSet: toolSet?.id ?? '', names: [rows.rows[0]?.name ?? ''] },
      messages: [{ role: 'user', text: 'Turn on the lamp.' }],
      policy: { kind: 'small', checkpoint: { run, step: STEPS } },
      ...{ maxTokens: 6, seed: 3 },
    }),
  )
  expect(reply.model).toBe(`${run}:${STEPS}`)
})
