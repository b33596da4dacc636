/** A training on a host as a job: whoever follows it may come and go; it is started once, and its curve has no gap. */
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JobView } from '#core/job/view.ts'
import { LocalHost } from '#engine/host/local-host.ts'
import type { Store } from '#engine/project/store.ts'
import { curveSteps, type HostLab, hostLab } from '#tests/helpers/host-lab.ts'
import { type Practice, practiceKit } from '#tests/helpers/practice-kit.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'
import { pythonProblem } from '#tests/helpers/python.ts'

let kit = ''
let temp: ReturnType<typeof tempFolder>
let store: Store
let lab: HostLab
const runsFolder = (): string => join(temp.path, 'runs')
const home = (): string => join(temp.path, 'home')
const run = (id: string, name: string): string => join(runsFolder(), id, name)
const there = (id: string, name: string): string => join(home(), '.looptool/jobs', id, name)
const text = (file: string): string => readFileSync(file, 'utf8')
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)
const atStep =
  (step: number) =>
  (view: JobView): boolean =>
    (view.inside?.done ?? 0) >= step || view.state.name === 'failed'

const openLab = (folder = kit): HostLab =>
  hostLab({ store, kit: folder, runsFolder: runsFolder(), openHost: async () => new LocalHost(home()) })

/** The same with a trainer of which something goes wrong; its kit is the caller's to remove. */
async function withHazard(practice: Practice): Promise<string> {
  await lab.jobs.close()
  const folder = practiceKit(practice)
  lab = openLab(folder)
  return folder
}

/** The files here are what stands there, byte for byte. */
function expectMirrored(id: string): void {
  for (const name of ['events.jsonl', 'metrics.jsonl'])
    expect(text(run(id, name))).toBe(text(there(id, name)))
}
/** Every step once in the curve; no two trainers ever lived at a time. */
function expectWhole(id: string, steps: number): void {
  expect(curveSteps(run(id, 'metrics.jsonl')).steps).toEqual(upTo(steps))
  expect(text(there(id, 'lives.txt'))).not.toContain('doubled')
}

describe.skipIf(pythonProblem() !== undefined || process.platform === 'win32')(
  'a training on this computer as a host',
  () => {
    beforeAll(() => {
      kit = practiceKit()
    })
    afterAll(() => rmSync(kit, { recursive: true, force: true }))
    beforeEach(async () => {
      temp = tempFolder()
      mkdirSync(runsFolder())
      mkdirSync(home())
      store = await openTestStore(temp.path)
      lab = openLab()
    })
    afterEach(async () => {
      await lab.jobs.close()
      await store.close()
      temp.remove()
    })

    it('is followed to its end, its files mirrored byte for byte', async () => {
      const id = await lab.start()
      const view = await lab.jobs.settled(id)
      expect(view.state.name).toBe('done')
      expect(view.counters['training.steps']).toBe(20)
      expect(view.counters['usage.completionTokens']).toBe(2000)
      expectMirrored(id)
      expectWhole(id, 20)
      expect(text(run(id, 'rollouts/20.jsonl'))).toBe(text(there(id, 'rollouts/20.jsonl')))
      expect(JSON.parse(text(run(id, 'run.json')))).toMatchObject({ trainer: 'trl', steps: 20 })
    })

    it('goes on while nobody follows, and is taken up again without a second start', async () => {
      const id = await lab.start({ recipe: { steps: 60 } })
      await lab.until(id, atStep(5))
      await lab.jobs.close()
      lab = openLab()
      await lab.jobs.recover(true)
      const view = await lab.jobs.settled(id)
      expect(view.state.name).toBe('done')
      expect(view.counters['training.steps']).toBe(60)
      expectMirrored(id)
      expect(text(there(id, 'lives.txt')).match(/began/g)).toHaveLength(1)
    })

    it('stops with everything kept, and resumes behind its last checkpoint', async () => {
      const id = await lab.start({ recipe: { steps: 40 } })
      await lab.until(id, atStep(4))
      await lab.jobs.pause(id)
      const paused = await lab.jobs.settled(id)
      expect(paused.state).toMatchObject({ name: 'paused', pause: { reason: 'user' } })
      await lab.jobs.resume(id)
      const view = await lab.jobs.settled(id)
      expect(view.state.name).toBe('done')
      expect(view.counters['training.steps']).toBe(40)
      expectMirrored(id)
      expectWhole(id, 40)
      expect(text(there(id, 'lives.txt')).match(/began/g)).toHaveLength(2)
    })

    it('says so when the trainer was killed, and resumes from a complete checkpoint with no step lost or doubled', async () => {
      const id = await lab.start({ recipe: { steps: 40 } })
      await lab.until(id, atStep(7))
      const [, pid] = /began (\d+)/.exec(text(there(id, 'lives.txt'))) ?? []
      process.kill(Number(pid), 'SIGKILL')
      const failed = await lab.jobs.settled(id)
      expect(failed.state.name).toBe('failed')
      expect(failed.state.failure).toContain('host.killedHard')
      await lab.jobs.resume(id)
      const view = await lab.jobs.settled(id)
      expect(view.state.name).toBe('done')
      expect(view.counters['training.steps']).toBe(40)
      expectMirrored(id)
      expectWhole(id, 40)
    })

    it('cancelled, it ends with its whole group', async () => {
      const id = await lab.start({ recipe: { steps: 4000 } })
      await lab.until(id, atStep(3))
      await lab.jobs.cancel(id)
      expect((await lab.jobs.settled(id)).state.name).toBe('cancelled')
      const [, pid] = /began (\d+)/.exec(text(there(id, 'lives.txt'))) ?? []
      expect(() => process.kill(Number(pid), 0)).toThrow()
    })

    it('two desktops on one host see the same, and neither starts a second trainer', async () => {
      const id = await lab.start({ recipe: { steps: 60 } })
      await lab.until(id, atStep(3))
      // A copy of the project: the same job, followed from another place.
      const other = tempFolder()
      mkdirSync(join(other.path, 'runs'))
      const otherStore = await openTestStore(other.path)
      const otherLab = hostLab({
        store: otherStore,
        kit,
        runsFolder: join(other.path, 'runs'),
        openHost: async () => new LocalHost(home()),
      })
      await otherLab.jobs.start((await lab.jobs.get(id)).spec)
      const [one, two] = await Promise.all([lab.jobs.settled(id), otherLab.jobs.settled(id)])
      expect([one.state.name, two.state.name]).toEqual(['done', 'done'])
      expect(text(join(other.path, 'runs', id, 'metrics.jsonl'))).toBe(text(run(id, 'metrics.jsonl')))
      expect(text(there(id, 'lives.txt')).match(/began/g)).toHaveLength(1)
      await otherLab.jobs.close()
      await otherStore.close()
      other.remove()
    })

    it.each([
      ['failed', 'training.outOfMemory'],
      ['import', 'env.unfit'],
    ] as const)('what it failed of (%s) is told by its code, and a resume goes on', async (hazard, code) => {
      const folder = await withHazard({ hazard })
      const id = await lab.start()
      const failed = await lab.jobs.settled(id)
      expect(failed.state.name).toBe('failed')
      expect(failed.state.failure).toContain(code)
      await lab.jobs.resume(id)
      expect((await lab.jobs.settled(id)).state.name).toBe('done')
      expectWhole(id, 20)
      rmSync(folder, { recursive: true })
    })

    it('a noisy log is kept by its end only', async () => {
      const folder = await withHazard({ hazard: 'log' })
      const id = await lab.start()
      expect((await lab.jobs.settled(id)).state.name).toBe('done')
      expect(statSync(there(id, 'log')).size).toBeGreaterThan(20 << 20)
      expect(statSync(run(id, 'log')).size).toBeLessThanOrEqual(64 << 10)
      expectWhole(id, 20)
      rmSync(folder, { recursive: true })
    })

    it.each(['running', 'cancelled'] as const)(
      'one of an older program, whose settings mean nothing any more, keeps no project from opening (%s)',
      async (how) => {
        const id = await lab.start({ recipe: { steps: 400 } })
        await lab.until(id, atStep(2))
        await lab.jobs.close()
        const old = {
          dataset: 'd',
          host: 'h',
          python: '/usr/bin/python3',
          model: 'm',
          steps: 400,
          config: {},
        }
        const row = await store.get('SELECT spec FROM job WHERE id = ?', [id])
        const spec = { ...JSON.parse(String(row?.spec)), settings: old }
        await store.write([
          { sql: 'UPDATE job SET spec = ? WHERE id = ?', params: [JSON.stringify(spec), id] },
        ])
        lab = openLab()
        await lab.jobs.recover(how === 'running')
        if (how === 'cancelled') await lab.jobs.cancel(id)
        const { state } = await lab.jobs.settled(id)
        expect(state.name).toBe(how === 'running' ? 'failed' : 'cancelled')
        if (how === 'running') expect(state.failure).toContain('job.settings')
        const [, pid] = /began (\d+)/.exec(text(there(id, 'lives.txt'))) ?? []
        process.kill(Number(pid), 'SIGKILL')
      },
    )

    it('a Python that is not there is a failure, not a job that waits for ever', async () => {
      const id = await lab.start({ python: '/nowhere/python' })
      const view = await lab.jobs.settled(id)
      expect(view.state.name).toBe('failed')
      expect(view.state.failure).toContain('host.pythonGone')
    })
  },
)
