/** Prompts drawn in place of dead ones: a stop must not change which, or a resumed run would be another run. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { JobEngine } from '#engine/job/job-engine.ts'
import type { Store } from '#engine/project/store.ts'
import { writeFakeBase } from '#tests/fakes/nano-engine.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'
import { Gate, groupsOf, inProcess, RECIPE, residueOf, trainJob, trainWorld } from './train-world.ts'

let temp: ReturnType<typeof tempFolder>
let store: Store
let engine: JobEngine
const gate = new Gate()
let stopTold: () => void = () => undefined
const runOf = (id: string): string => join(temp.path, 'runs', id)
const job = (id: string) => trainJob(id, { recipe: { ...RECIPE, redraws: 2 } })

beforeEach(async () => {
  temp = tempFolder()
  store = await openTestStore(temp.path)
  await writeFakeBase(join(temp.path, 'base'))
  await mkdir(join(temp.path, 'runs'))
  const start = inProcess({ hold: gate.hold }, ({ type }) => {
    if (type === 'stop') stopTold()
  })
  engine = trainWorld({ store, folder: temp.path }, start)
})
afterEach(async () => {
  await engine.close()
  await store.close()
  temp.remove()
})

it('draws others of the same case type where all answers of a prompt earned the same', async () => {
  await engine.start(job('run'))
  expect((await engine.settled('run')).state.name).toBe('done')
  let more = 0
  for (let step = 1; step <= RECIPE.steps; step++) {
    const groups = await groupsOf(runOf('run'), step)
    let from = 0
    let drawn = groups.slice(0, RECIPE.prompts)
    for (let redraw = 1; redraw <= 2; redraw++) {
      const dead = drawn.filter(({ rewards }) => new Set(rewards).size === 1)
      from += drawn.length
      drawn = groups.slice(from, from + dead.length)
      expect(drawn.map(({ kind }) => kind)).toEqual(dead.map(({ kind }) => kind))
    }
    expect(groups).toHaveLength(from + drawn.length)
    more += groups.length - RECIPE.prompts
  }
  expect(more).toBeGreaterThan(0)
})

it('draws the same ones after a stop', async () => {
  await engine.start(job('whole'))
  await engine.settled('whole')

  const reached = gate.reach(5)
  await engine.start(job('run'))
  await reached
  const told = new Promise<void>((resolve) => {
    stopTold = resolve
  })
  const paused = engine.pause('run')
  await told
  gate.release()
  await paused
  expect((await engine.settled('run')).state.name).toBe('paused')
  await engine.resume('run')
  await engine.settled('run')
  expect(await residueOf(runOf('run'), RECIPE.steps)).toEqual(await residueOf(runOf('whole'), RECIPE.steps))
})
