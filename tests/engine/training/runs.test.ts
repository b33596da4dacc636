/** Runs as files: followed while they grow, torn, resumed, written anew, and never read whole. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Series } from '#core/training/series.ts'
import type { Stall } from '#core/training/stall.ts'
import { checkpointsOf } from '#engine/run-checkpoints.ts'
import { Runs } from '#engine/training/runs.ts'
import { type MadeRun, makeRun } from '#tests/fixtures/training/made-run.ts'

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/training/${name}`, import.meta.url))

let folder: string
let runs: Runs
let alive: boolean
let stall: Stall | undefined
let grew: string[]
let now: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'looptool-runs-'))
  alive = true
  stall = undefined
  grew = []
  now = Date.now()
  runs = new Runs({
    runsFolder: folder,
    now: () => new Date(now),
    grew: (id) => grew.push(id),
    standing: async () => ({ alive, ...(stall ? { stall } : {}) }),
    about: async () => ({ named: new Set() }),
    checkpoints: checkpointsOf,
  })
})
afterEach(() => {
  runs.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Everything that the window would have read by now. */
async function followed(
  id: string,
  series = new Series(),
  from?: string,
): Promise<{ series: Series; cursor: string }> {
  let cursor = from
  for (;;) {
    const page = await runs.points(id, cursor)
    const next = page.reset ? new Series() : series
    next.addBatch(page)
    series = next
    cursor = page.cursor
    if (!page.more) return { series, cursor }
  }
}
const stepsOf = async (id: string): Promise<number[]> => [...(await followed(id)).series.steps]

describe('a run folder', () => {
  let run: MadeRun
  beforeEach(() => {
    run = makeRun(folder, 'run-1', { round: 2 })
    run.event('started', { attempt: 1 })
  })

  it('is listed before its first step, and says that it is early', async () => {
    const [row] = await runs.list()
    expect(row).toMatchObject({
      id: 'run-1',
      state: 'running',
      steps: 60,
      round: 2,
      health: { level: 'early' },
      start: { kind: 'base' },
    })
    expect(await runs.points('run-1', undefined)).toMatchObject({ more: false, reset: false })
  })

  it('is followed from where the last reading ended; a torn line waits for its rest', async () => {
    run.step(1)
    const first = await followed('run-1')
    const line = JSON.stringify({ step: 2, data: { 'reward/mean': 0.5 } })
    appendFileSync(join(run.folder, 'metrics.jsonl'), line.slice(0, 12))
    const torn = await runs.points('run-1', first.cursor)
    expect(torn.steps).toHaveLength(0)
    appendFileSync(join(run.folder, 'metrics.jsonl'), `${line.slice(12)}\n`)
    const rest = await runs.points('run-1', torn.cursor)
    expect([...rest.steps]).toEqual([2])
  })

  it('resumed after a kill has neither a gap nor a doubled step', async () => {
    for (let step = 1; step <= 25; step++) run.step(step)
    run.checkpoint(20)
    appendFileSync(join(run.folder, 'metrics.jsonl'), '{"step":26,"data":{"rew')
    run.event('started', { attempt: 2 })
    appendFileSync(join(run.folder, 'metrics.jsonl'), '\n')
    for (let step = 21; step <= 30; step++) run.step(step)
    expect(await stepsOf('run-1')).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
    expect((await runs.view('run-1')).row.step).toBe(30)
  })

  it('offers complete checkpoints only', async () => {
    run.checkpoint(10)
    run.checkpoint(20, false)
    expect((await runs.view('run-1')).checkpoints.map(({ step }) => step)).toEqual([10])
  })

  it('whose trainer is gone was interrupted, and a silent one that lives is watched', async () => {
    for (let step = 0; step <= 20; step++) run.step(step)
    stall = { since: 0, seconds: 600, usual: 10, times: 60, lines: ['waiting'] }
    expect((await runs.view('run-1')).row).toMatchObject({
      ...{ state: 'running', health: { code: 'stalled' } },
      stall: { lines: ['waiting'] },
    })
    stall = undefined
    alive = false
    const { row } = await runs.view('run-1')
    expect(row).toMatchObject({ state: 'interrupted', health: { level: 'healthy' } })
    expect(row.heldOut).toMatchObject({ measure: 'accuracy', step: 20 })
  })

  it('with a broken description fails when it is opened, and hides no other run', async () => {
    makeRun(folder, 'run-2')
    writeFileSync(join(run.folder, 'run.json'), '{')
    expect((await runs.list()).map(({ id }) => id)).toEqual(['run-2'])
    await expect(runs.view('run-1')).rejects.toMatchObject({ code: 'run.damaged' })
    for (const id of ['../run-2', 'none', '.', 'a/b'])
      await expect(runs.view(id)).rejects.toMatchObject({ code: 'run.notFound' })
  })

  it('shows rollouts as groups, and one group with what each would score otherwise', async () => {
    run.rollouts(5, [
      [1, 0, 1, 0],
      [0, 0],
    ])
    expect((await runs.view('run-1')).rolloutSteps).toEqual([5])
    const groups = await runs.groups('run-1', 5)
    expect(groups.map(({ count, mean, dead }) => [count, mean, dead])).toEqual([
      [4, 0.5, false],
      [2, 0, true],
    ])
    const { rollouts } = await runs.rollouts('run-1', 5, '0')
    expect(rollouts.map(({ index }) => index)).toEqual([0, 1, 2, 3])
    await expect(runs.rollouts('run-1', 5, '9')).rejects.toMatchObject({ code: 'rollout.notFound' })
  })

  it('tells whoever looked that it grew, once for each growth, and forgets who looks no more', async () => {
    await runs.view('run-1')
    await runs.lookForGrowth()
    run.step(1)
    await runs.lookForGrowth()
    await runs.lookForGrowth()
    expect(grew).toEqual(['run-1'])
    now += 120_000
    run.step(2)
    await runs.lookForGrowth()
    expect(grew).toEqual(['run-1'])
  })

  it('goes into a table: joined, with empty cells for what was not measured', async () => {
    for (const step of [0, 1, 2, 1]) run.step(step, { loss: step === 0 ? null : step })
    const file = join(folder, 'out.csv')
    expect(await runs.export('run-1', file)).toBe(2)
    const [head = '', ...rows] = readFileSync(file, 'utf8').trimEnd().split('\r\n')
    const loss = head.split(',').indexOf('loss')
    expect(rows.map((row) => [row.split(',')[0], row.split(',')[loss]])).toEqual([
      ['0', 'NaN'],
      ['1', '1'],
    ])
    await expect(runs.export('run-1', join(folder, 'run.json'))).rejects.toMatchObject({
      code: 'export.notCsv',
    })
    await expect(runs.export('run-1', join(folder, 'no', 'x.csv'))).rejects.toMatchObject({
      code: 'file.unwritable',
    })
  })
})

describe('a log outside the project', () => {
  it.each([
    ['verl-metrics.jsonl', 'unknown', 40, 'accuracy'],
    ['verl-console.log', 'verl', 40, 'accuracy'],
    ['trl-state.json', 'trl', 21, 'reward'],
    ['trl-console.log', 'trl', 21, 'reward'],
  ] as const)('%s opens as a run that is only read', async (name, trainer, step, measure) => {
    const row = await runs.open(fixture(name))
    expect(row).toMatchObject({ from: 'file', title: name, trainer, step, state: 'unknown' })
    expect(row.heldOut?.measure).toBe(measure)
    expect((await stepsOf(row.id)).at(-1)).toBe(step)
  })

  it('stays on the list when the project is opened again, once, and can be taken off', async () => {
    const { id } = await runs.open(fixture('verl-console.log'))
    await runs.open(fixture('verl-console.log'))
    const again = new Runs({
      runsFolder: folder,
      now: () => new Date(),
      grew: () => undefined,
      standing: async () => ({ alive: false }),
      about: async () => ({ named: new Set() }),
      checkpoints: checkpointsOf,
    })
    expect((await again.list()).map((row) => row.id)).toEqual([id])
    await again.forget(id)
    expect(await again.list()).toEqual([])
    again.close()
  })

  it('that is no training log is refused by name, and so is one that is not there', async () => {
    const file = join(folder, 'notes.txt')
    writeFileSync(file, 'step by step\n{"a":1}\n')
    await expect(runs.open(file)).rejects.toMatchObject({ code: 'log.unknown' })
    await expect(runs.open(join(folder, 'none.log'))).rejects.toMatchObject({ code: 'file.notFound' })
    await expect(runs.open(folder)).rejects.toMatchObject({ code: 'file.unreadable' })
  })

  it('that a resumed trainer truncated is read from its start again', async () => {
    const file = join(folder, 'metrics.jsonl')
    const line = (step: number): string => `${JSON.stringify({ step, data: { loss: step } })}\n`
    writeFileSync(file, line(1) + line(2) + line(3))
    const { id } = await runs.open(file)
    const { series, cursor } = await followed(id)
    writeFileSync(file, line(4))
    expect([...(await followed(id, series, cursor)).series.steps]).toEqual([4])
    // Even when it has grown past the old length meanwhile.
    const grown = await followed(id)
    writeFileSync(file, line(5) + line(6) + line(7) + line(8))
    expect([...(await followed(id, grown.series, grown.cursor)).series.steps]).toEqual([5, 6, 7, 8])
    expect((await runs.view(id)).row.step).toBe(8)
  })

  it('with a line as long as several stretches goes on behind it', async () => {
    const file = join(folder, 'long.jsonl')
    const line = (step: number): string => `${JSON.stringify({ step, data: { loss: step } })}\n`
    writeFileSync(file, `${line(1)}${'x'.repeat(3 << 20)}\n${line(2)}`)
    const { id } = await runs.open(file)
    expect(await stepsOf(id)).toEqual([1, 2])
  })

  it('in stretches gives what it gives whole', async () => {
    const file = join(folder, 'many.jsonl')
    const lines = Array.from({ length: 30_000 }, (_, step) =>
      JSON.stringify({ step, data: { loss: step, kl: 1, x: 'é' } }),
    )
    writeFileSync(file, `${lines.join('\n')}\n`)
    const { id } = await runs.open(file)
    const steps = await stepsOf(id)
    expect(steps).toHaveLength(30_000)
    expect(steps.at(-1)).toBe(29_999)
  })
})
