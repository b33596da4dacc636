/** Training as a job: what stands after a stop, a kill, a full disk or a damaged file must equal an undisturbed run. */
import { appendFile, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countsBalance } from '#core/job/job.ts'
import { readRolloutLine } from '#core/training/rollout.ts'
import { decodeRun } from '#core/training/run.ts'
import type { ToPolicy } from '#engine/inference/small-policy/messages.ts'
import { completeCheckpoints } from '#engine/inference/small-policy/run-files.ts'
import { lockRun } from '#engine/inference/small-policy/run-lock.ts'
import type { JobEngine } from '#engine/job/job-engine.ts'
import type { Store } from '#engine/project/store.ts'
import { pruneCheckpoints } from '#engine/stage/train/prune.ts'
import { type FakeTroubles, writeFakeBase } from '#tests/fakes/nano-engine.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'
import {
  children,
  curveOf,
  eventsOf,
  Gate,
  inProcess,
  madeSamples,
  RECIPE,
  residueOf,
  trainJob,
  trainWorld,
} from './train-world.ts'

let temp: ReturnType<typeof tempFolder>
let store: Store
let engine: JobEngine
let gate: Gate
let stopTold: () => void
const runOf = (id: string): string => join(temp.path, 'runs', id)

beforeEach(async () => {
  temp = tempFolder()
  store = await openTestStore(temp.path)
  await writeFakeBase(join(temp.path, 'base'))
  await mkdir(join(temp.path, 'runs'))
})
afterEach(async () => {
  await engine?.close()
  await store.close().catch(() => undefined)
  temp.remove()
})

const world = (troubles: FakeTroubles = {}): void => {
  gate = new Gate()
  const told = ({ type }: ToPolicy): void => {
    if (type === 'stop') stopTold()
  }
  engine = trainWorld({ store, folder: temp.path }, inProcess({ hold: gate.hold, ...troubles }, told))
}

async function trained(id: string, more: object = {}) {
  await engine.start(trainJob(id, more))
  return engine.settled(id)
}

/** Starts (or resumes) the job and acts while that update of its process is under way; then lets it go on. */
async function during(update: number, begin: () => Promise<unknown>, act: () => Promise<unknown>) {
  const reached = gate.reach(update)
  await begin()
  await reached
  const told = new Promise<void>((resolve) => {
    stopTold = resolve
  })
  const acted = act()
  await told
  gate.release()
  return acted
}

/** Resolves once the curve has so many lines. */
async function untilLine(run: string, lines: number): Promise<void> {
  for (;;) {
    const text = await readFile(join(run, 'metrics.jsonl'), 'utf8').catch(() => '')
    if (text.split('\n').length > lines) return
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const pausedDuring = (id: string, update: number, begin: () => Promise<unknown>) =>
  during(update, begin, () => engine.pause(id)).then(() => engine.settled(id))

describe('a training', () => {
  it('leaves the run’s files as laid down, and the job counts what they say', async () => {
    world()
    const view = await trained('run')
    expect(view.state).toMatchObject({ name: 'done', illegal: 0 })
    expect(countsBalance(view.counts)).toBe(true)
    const run = decodeRun(JSON.parse(await readFile(join(runOf('run'), 'run.json'), 'utf8')))
    expect(run).toMatchObject({ id: 'run', trainer: 'nano', steps: 12, start: { checkpoint: 'base' } })
    expect(run.settings).toMatchObject({ ...RECIPE, samples: { train: 20, heldOut: 12 } })

    const curve = await curveOf(runOf('run'))
    expect([...curve.keys()]).toEqual(Array.from({ length: 13 }, (_, step) => step))
    expect(curve.get(0)).toEqual({ 'heldOut/accuracy': 0, 'heldOut/count': 12 })
    expect([...curve].filter(([, data]) => 'heldOut/accuracy' in data).map(([step]) => step)).toEqual([
      0, 4, 8, 12,
    ])
    expect(curve.get(12)?.['reward/mean']).toBeGreaterThan(curve.get(1)?.['reward/mean'] ?? 1)
    const tokens = [...curve.values()].reduce((sum, data) => sum + (data.tokens ?? 0), 0)
    expect(view.counters).toMatchObject({ 'training.steps': 12, 'usage.completionTokens': tokens })

    const lines = (await readFile(join(runOf('run'), 'rollouts/5.jsonl'), 'utf8')).trim().split('\n')
    expect(lines).toHaveLength(RECIPE.prompts * RECIPE.group)
    const rollout = readRolloutLine(lines[0] ?? '')
    expect(rollout).toMatchObject({ step: 5, index: 0, parts: { match: rollout?.score } })
    expect(rollout?.input).toContain('<|im_start|>user')
    const events = (await eventsOf(runOf('run'))).map((event) =>
      event.type === 'checkpoint' || event.type === 'validation' ? `${event.type} ${event.step}` : event.type,
    )
    expect(events).toEqual([
      'started',
      'validation 0',
      'checkpoint 3',
      'validation 4',
      'checkpoint 6',
      'validation 8',
      'checkpoint 9',
      'validation 12',
      'checkpoint 12',
      'done',
    ])
  })

  it('keeps the first, the latest two, the best and the named of its checkpoints, each of them whole', async () => {
    const named = [
      { run: 'run', step: 7 },
      { run: 'other', step: 5 },
    ]
    engine = trainWorld({ store, folder: temp.path }, inProcess(), { named })
    await trained('run', { recipe: { ...RECIPE, checkpointEvery: 1, validateEvery: 2 } })
    const events = await eventsOf(runOf('run'))
    const saved = events.flatMap((event) => (event.type === 'checkpoint' ? [event.step] : []))
    expect(saved).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
    const best = events.reduce(
      (most, event) =>
        event.type === 'validation' && event.step > 0 && event.right > most.right ? event : most,
      { right: -1, step: 0 },
    )
    const left = (await readdir(join(runOf('run'), 'checkpoints'))).map((name) => Number(name.slice(5)))
    const wanted = [...new Set([1, best.step, 7, 11, 12])]
    expect(left.sort((a, b) => a - b)).toEqual(wanted.sort((a, b) => a - b))
    expect(await completeCheckpoints(runOf('run'))).toHaveLength(wanted.length)
  })

  it('finishes removing a checkpoint that was half removed', async () => {
    world()
    await trained('run')
    const half = join(runOf('run'), 'checkpoints/.step-5.removed')
    await mkdir(half)
    await writeFile(join(half, 'model.safetensors'), 'left over')
    await pruneCheckpoints(runOf('run'), 'run', [])
    expect(await readdir(join(runOf('run'), 'checkpoints'))).not.toContain('.step-5.removed')
  })

  it('is the same again for the same seed, and another for another', async () => {
    world()
    await trained('one')
    await trained('two')
    await trained('other', { seed: 6 })
    expect(await residueOf(runOf('two'), 12)).toEqual(await residueOf(runOf('one'), 12))
    expect((await residueOf(runOf('other'), 12)).weights).not.toBe(
      (await residueOf(runOf('one'), 12)).weights,
    )
  })

  it('stops and saves at any step, and goes on as if nothing had happened', async () => {
    world()
    await trained('whole')
    let begin = (): Promise<unknown> => engine.start(trainJob('halves'))
    for (const update of [1, 4, 3]) {
      const view = await pausedDuring('halves', update, begin)
      begin = () => engine.resume('halves')
      expect(view.state).toMatchObject({ name: 'paused', pause: { reason: 'user' } })
      expect(view.moves).toContain('resume')
    }
    await engine.resume('halves')
    expect((await engine.settled('halves')).state.name).toBe('done')
    expect(await residueOf(runOf('halves'), 12)).toEqual(await residueOf(runOf('whole'), 12))
    const stops = (await eventsOf(runOf('halves'))).flatMap((e) => (e.type === 'stopped' ? e.step : []))
    expect(stops).toEqual([1, 5, 8])
  })

  it('goes on by itself when the project is opened again', async () => {
    world()
    await trained('whole')
    await during(
      5,
      () => engine.start(trainJob('run')),
      () => engine.close(),
    )
    world()
    await engine.recover(true)
    expect((await engine.settled('run')).state).toMatchObject({ name: 'done', illegal: 0 })
    expect(await residueOf(runOf('run'), 12)).toEqual(await residueOf(runOf('whole'), 12))
  })

  it('starts from a checkpoint of an earlier run, with a fresh optimizer', async () => {
    world()
    await trained('first')
    const view = await trained('second', { start: { run: 'first', step: 12 } })
    expect(view.state.name).toBe('done')
    const first = await curveOf(runOf('first'))
    const second = await curveOf(runOf('second'))
    expect(second.get(0)?.['heldOut/accuracy']).toBe(first.get(12)?.['heldOut/accuracy'])
    const run = decodeRun(JSON.parse(await readFile(join(runOf('second'), 'run.json'), 'utf8')))
    expect(run.start.checkpoint).toBe('runs/first/checkpoints/step-12')
  })

  it('leaves out what a probe found always right or always wrong, and says how many', async () => {
    const rates = new Map(madeSamples(20).map(({ id }, i) => [id, i < 5 ? 1 : i < 8 ? 0 : 0.5] as const))
    engine = trainWorld({ store, folder: temp.path }, inProcess(), { rates })
    await trained('run', { probe: 'probe', recipe: { ...RECIPE, keep: 'probed' } })
    const run = decodeRun(JSON.parse(await readFile(join(runOf('run'), 'run.json'), 'utf8')))
    expect(run.settings.samples).toEqual({ train: 12, heldOut: 12, mastered: 5, hopeless: 3, tooLong: 0 })
    await trained('all', { probe: 'probe', recipe: { ...RECIPE, keep: 'all' } })
    const all = decodeRun(JSON.parse(await readFile(join(runOf('all'), 'run.json'), 'utf8')))
    expect(all.settings.samples).toMatchObject({ train: 20 })
  })
})

describe('sounding', () => {
  it('asks the start which prompts can teach anything, once, and trains on those', async () => {
    world()
    const sounded = { recipe: { ...RECIPE, keep: 'sounded' } }
    await trained('whole', sounded)
    const file = join(runOf('whole'), 'sounding.json')
    const { rates } = JSON.parse(await readFile(file, 'utf8')) as { rates: Record<string, number> }
    expect(Object.keys(rates)).toHaveLength(20)
    const used = new Set<string>()
    for (let step = 1; step <= 12; step++)
      for (const line of (await readFile(join(runOf('whole'), `rollouts/${step}.jsonl`), 'utf8'))
        .trim()
        .split('\n'))
        used.add(readRolloutLine(line)?.sample_id ?? '')
    const live = Object.entries(rates).flatMap(([id, rate]) => (rate > 0 && rate < 1 ? [id] : []))
    expect([...used].sort()).toEqual(live.sort())

    // Lost on the way, it is asked of the start again, not of what has been trained since.
    await pausedDuring('run', 5, () => engine.start(trainJob('run', sounded)))
    await rm(join(runOf('run'), 'sounding.json'))
    await engine.resume('run')
    expect((await engine.settled('run')).state.name).toBe('done')
    expect(await readFile(join(runOf('run'), 'sounding.json'), 'utf8')).toBe(await readFile(file, 'utf8'))
    expect(await residueOf(runOf('run'), 12)).toEqual(await residueOf(runOf('whole'), 12))
  })
})

describe('a training that is disturbed', () => {
  it('keeps the last good checkpoint when the loss is no number, and says so', async () => {
    world({ lossFailsAt: 8 })
    const view = await trained('run')
    expect(view.state.name).toBe('failed')
    expect(view.state.failure).toContain('policy.lossNotFinite')
    expect(view.moves).toContain('resume')
    expect([...(await curveOf(runOf('run'))).keys()].at(-1)).toBe(7)
    await engine.resume('run')
    expect((await engine.settled('run')).state.name).toBe('done')
  })

  it('says that its process was killed, and goes on from the last checkpoint', async () => {
    world()
    await trained('whole')
    const { start, latest } = children()
    engine = trainWorld({ store, folder: temp.path }, start)
    await engine.start(trainJob('run'))
    await untilLine(runOf('run'), 5)
    latest()?.kill()
    const view = await engine.settled('run')
    expect(view.state.name).toBe('failed')
    expect(view.state.failure).toContain('training.died')
    await engine.resume('run')
    expect((await engine.settled('run')).state.name).toBe('done')
    expect(await residueOf(runOf('run'), 12)).toEqual(await residueOf(runOf('whole'), 12))
  })

  it('stands still on a full disk and goes on when there is room', async () => {
    let full = true
    const saveFails = (): Error | undefined =>
      full ? Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }) : undefined
    world({ saveFails })
    const view = await trained('run')
    expect(view.state).toMatchObject({ name: 'paused', pause: { reason: 'disk' } })
    full = false
    await engine.resume('run')
    expect((await engine.settled('run')).state.name).toBe('done')
    await trained('whole')
    expect(await residueOf(runOf('run'), 12)).toEqual(await residueOf(runOf('whole'), 12))
  })

  it.each([
    ['a checkpoint cut short', 'model.safetensors', async (file: string) => truncate(file, 10)],
    [
      'an optimizer that is no optimizer',
      'optimizer.safetensors',
      async (file: string) => writeFile(file, '[1]'),
    ],
    ['a tokenizer that is none', 'tokenizer.json', async (file: string) => writeFile(file, '{"a":1}')],
  ])('sets %s aside and goes on from the one before', async (_name, file, harm) => {
    world()
    await trained('whole')
    await pausedDuring('run', 7, () => engine.start(trainJob('run')))
    await harm(join(runOf('run'), 'checkpoints/step-7', file))
    await engine.resume('run')
    expect((await engine.settled('run')).state.name).toBe('done')
    expect(await residueOf(runOf('run'), 12)).toEqual(await residueOf(runOf('whole'), 12))
  })

  it('does not take a half-written checkpoint or a torn line for real', async () => {
    world()
    await trained('whole')
    await pausedDuring('run', 5, () => engine.start(trainJob('run')))
    const half = join(runOf('run'), 'checkpoints/step-11')
    await mkdir(half)
    await writeFile(join(half, 'model.safetensors'), 'half')
    await appendFile(join(runOf('run'), 'metrics.jsonl'), '{"step":6,"at":"2026')
    await appendFile(join(runOf('run'), 'events.jsonl'), '{"seq":9')
    await engine.resume('run')
    expect((await engine.settled('run')).state.name).toBe('done')
    expect(await residueOf(runOf('run'), 12)).toEqual(await residueOf(runOf('whole'), 12))
  })

  it('is never trained by two at once', async () => {
    world()
    const reached = gate.reach(1)
    await engine.start(trainJob('run'))
    await reached
    await expect(lockRun(runOf('run'), 0)).rejects.toMatchObject({ code: 'training.running' })
    await expect(engine.start(trainJob('run'))).rejects.toThrow()
    gate.release()
    expect((await engine.settled('run')).state.name).toBe('done')
    const unlock = await lockRun(runOf('run'), 0)
    unlock()
  })

  it('ends when it is cancelled', async () => {
    world()
    const reached = gate.reach(1)
    await engine.start(trainJob('run'))
    await reached
    expect((await engine.cancel('run')).state.name).toBe('cancelled')
  })

  it('does not begin without its start, or with prompts that are all too long', async () => {
    world()
    for (const run of ['none', '..', '../base', '.'])
      expect((await trained(`from ${run.length}`, { start: { run, step: 1 } })).state.failure).toContain(
        'training.checkpointNotFound',
      )
    const long = await trained('long', { recipe: { ...RECIPE, maxTokens: 390 } })
    expect(long.state.failure).toContain('"tooLong":20')
  })

  it.each([
    ['config.json', '{}', 'training.checkpointDamaged'],
    ['tokenizer.json', '[', 'tokenizer.unreadable'],
    ['model.safetensors', 'GET / HTTP/1.1', 'policy.damaged'],
  ])('says that its start is damaged: %s', async (file, text, code) => {
    world()
    await trained('first')
    await writeFile(join(runOf('first'), 'checkpoints/step-12', file), text)
    const view = await trained('second', { start: { run: 'first', step: 12 } })
    expect(view.state.name).toBe('failed')
    expect(view.state.failure).toContain(code)
  })

  it('takes up a folder that a crash left half made', async () => {
    world()
    await trained('whole')
    await mkdir(runOf('run'))
    await writeFile(join(runOf('run'), 'samples.jsonl.new'), '{"part":"tr')
    await writeFile(join(runOf('run'), 'samples.jsonl'), '{"part":"tr')
    expect((await trained('run')).state.name).toBe('done')
    expect(await residueOf(runOf('run'), 12)).toEqual(await residueOf(runOf('whole'), 12))
  })

  it('hears nothing of an earlier attempt’s last word', async () => {
    world()
    await during(
      2,
      () => engine.start(trainJob('run')),
      () => engine.close(),
    )
    // Nobody followed the trainer when it said this.
    expect((await eventsOf(runOf('run'))).at(-1)?.type).toBe('stopped')
    world()
    await engine.recover(true)
    const view = await engine.settled('run')
    expect(view.state).toMatchObject({ name: 'done', starts: 2 })
  })
})
