import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Inventory, planCleanUp } from '#core/disk/clean-up.ts'

const run = (id: string, steps: number[], more: object = {}) => ({
  ...{ id, unfinished: false, heldOut: new Map<number, number>() },
  checkpoints: steps.map((step) => ({
    ...{ step, complete: true, bytes: 10, path: `runs/${id}/checkpoints/step-${step}` },
  })),
  ...more,
})
const inventory = (more: Partial<Inventory>): Inventory => ({
  ...{ runs: [], named: [], exports: [], backups: [], leftovers: [] },
  ...more,
})
const paths = (list: readonly { path: string }[]) => list.map(({ path }) => path)

it('lets old checkpoints go, and keeps the first, the latest, the best, and every one that is named', () => {
  const plan = planCleanUp(
    inventory({
      runs: [
        run('r', [10, 20, 30, 40, 50, 60, 70], {
          heldOut: new Map([
            [30, 0.9],
            [40, 0.5],
          ]),
        }),
      ],
      named: [
        { run: 'r', step: 40 },
        { run: 'other', step: 20 },
      ],
    }),
  )
  expect(paths(plan.goes)).toEqual(['runs/r/checkpoints/step-20', 'runs/r/checkpoints/step-50'])
  expect(plan.stays.every(({ why }) => why === 'needed')).toBe(true)
  expect(plan.goes.length + plan.stays.length).toBe(7)
})

it('touches nothing of a training that may go on, and takes what a crash left half written', () => {
  const half = { step: 30, complete: false, bytes: 3, path: 'runs/r/checkpoints/step-30' }
  const one = run('r', [10, 20])
  const torn = { ...one, checkpoints: [...one.checkpoints, half] }
  expect(planCleanUp(inventory({ runs: [{ ...torn, unfinished: true }] })).goes).toEqual([])
  expect(paths(planCleanUp(inventory({ runs: [torn] })).goes)).toEqual([half.path])
})

it('keeps the latest backup', () => {
  const backups = ['c', 'b', 'a'].map((name) => ({ path: `backups/${name}.sqlite`, bytes: 1 }))
  const plan = planCleanUp(inventory({ backups }))
  expect(paths(plan.goes)).toEqual(['backups/b.sqlite', 'backups/a.sqlite'])
  expect(plan.stays).toMatchObject([{ path: 'backups/c.sqlite', why: 'latestBackup' }])
})

it('never lets a named checkpoint go, whatever the runs', () => {
  const steps = fc.uniqueArray(fc.nat(200), { maxLength: 20 })
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), steps), fc.nat(200), (all, step) => {
      const runs = Object.entries(all).map(([id, one]) => run(id, one))
      const named = Object.keys(all).map((id) => ({ run: id, step }))
      const going = new Set(paths(planCleanUp(inventory({ runs, named })).goes))
      for (const { run: id } of named) expect(going.has(`runs/${id}/checkpoints/step-${step}`)).toBe(false)
    }),
  )
})
