/** A training of another desktop, followed as a run that is only read. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FollowedRuns } from '#engine/followed-runs.ts'
import { Inventory } from '#engine/host/inventory.ts'
import { Kit } from '#engine/host/kit.ts'
import { LocalHost } from '#engine/host/local-host.ts'
import type { Store } from '#engine/project/store.ts'
import { checkpointsOf } from '#engine/run-checkpoints.ts'
import { Runs } from '#engine/training/runs.ts'
import { type HostLab, hostLab } from '#tests/helpers/host-lab.ts'
import { practiceKit } from '#tests/helpers/practice-kit.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'
import { pythonProblem } from '#tests/helpers/python.ts'

describe.skipIf(pythonProblem() !== undefined || process.platform === 'win32')(
  'a training of somebody else',
  () => {
    let kit = ''
    let temp: ReturnType<typeof tempFolder>
    let store: Store
    let theirs: HostLab
    let followed: FollowedRuns
    let host: LocalHost
    const mine = (...names: string[]): string => join(temp.path, 'mine', ...names)
    const there = (...names: string[]): string => join(temp.path, 'home/.looptool/jobs', ...names)
    beforeAll(() => {
      kit = practiceKit()
    })
    afterAll(() => rmSync(kit, { recursive: true, force: true }))
    beforeEach(async () => {
      temp = tempFolder()
      for (const name of ['runs', 'home', 'mine']) mkdirSync(join(temp.path, name))
      host = new LocalHost(join(temp.path, 'home'))
      store = await openTestStore(temp.path)
      theirs = hostLab({ store, kit, runsFolder: join(temp.path, 'runs'), openHost: async () => host })
      followed = new FollowedRuns({
        runsFolder: mine(),
        openHost: async () => host,
        kit: new Kit(kit),
        everyMs: 50,
      })
    })
    afterEach(async () => {
      await followed.close()
      await theirs.jobs.close()
      await store.close()
      temp.remove()
    })
    const begun = async (steps: number): Promise<string> => {
      const id = await theirs.start({ recipe: { steps } })
      await theirs.until(id, ({ inside }) => (inside?.done ?? 0) >= 2)
      return id
    }

    it('is seen by name, followed while it runs to the last byte, and then known to have ended', async () => {
      const id = await begun(150)
      const stock = new Inventory(host, new Kit(kit))
      expect((await stock.work()).work[0]).toMatchObject({
        id,
        kind: 'training',
        state: 'running',
        title: 't',
        from: { project: 'Travel' },
      })
      // The practice trainer leaves writing run.json to who trains.
      writeFileSync(there(id, 'run.json'), readFileSync(join(temp.path, 'runs', id, 'run.json')))
      expect(await followed.follow('h', id)).toBe(id)
      expect(await followed.alive(id)).toBe(true)
      await theirs.until(id, ({ state }) => state.name === 'done')
      await expect.poll(() => followed.alive(id), { timeout: 20_000 }).toBe(false)
      for (const name of ['events.jsonl', 'metrics.jsonl'])
        expect(readFileSync(mine(id, name), 'utf8')).toBe(readFileSync(there(id, name), 'utf8'))
      const runs = new Runs({
        runsFolder: mine(),
        now: () => new Date(),
        grew: () => undefined,
        standing: async (run) => ({ alive: await followed.alive(run) }),
        about: async () => ({ named: new Set() }),
        checkpoints: checkpointsOf,
      })
      expect((await runs.list())[0]).toMatchObject({ id, state: 'done', step: 150 })
      runs.close()
      // Nothing there was touched: one attempt, ended by itself.
      expect(readdirSync(there(id, 'attempts'))).toEqual(['1'])
    }, 60_000)

    it('is not removed while it runs; afterwards its folder goes, and its curve stays here', async () => {
      const id = await begun(2000)
      const stock = new Inventory(host, new Kit(kit))
      await expect(stock.removeWork(id)).rejects.toMatchObject({ code: 'work.running' })
      expect(existsSync(there(id, 'metrics.jsonl'))).toBe(true)
      writeFileSync(there(id, 'run.json'), readFileSync(join(temp.path, 'runs', id, 'run.json')))
      await followed.follow('h', id)
      await theirs.jobs.cancel(id)
      await theirs.until(id, ({ state }) => state.name === 'cancelled')
      await expect.poll(() => followed.alive(id), { timeout: 20_000 }).toBe(false)
      expect((await stock.removeWork(id)).freed).toBeGreaterThan(0)
      expect(existsSync(there(id))).toBe(false)
      expect(existsSync(mine(id, 'metrics.jsonl'))).toBe(true)
    }, 60_000)

    it('is taken up again by the next life of the program once somebody asks for it', async () => {
      const id = await begun(200)
      writeFileSync(there(id, 'run.json'), readFileSync(join(temp.path, 'runs', id, 'run.json')))
      await followed.follow('h', id)
      await followed.close()
      followed = new FollowedRuns({
        runsFolder: mine(),
        openHost: async () => host,
        kit: new Kit(kit),
        everyMs: 50,
      })
      expect(await followed.alive(id)).toBeUndefined()
      await expect.poll(() => followed.alive(id), { timeout: 30_000 }).toBe(false)
      expect(readFileSync(mine(id, 'metrics.jsonl'), 'utf8')).toBe(
        readFileSync(there(id, 'metrics.jsonl'), 'utf8'),
      )
      // A run that nobody follows is nobody's.
      expect(await followed.alive('another')).toBe(false)
    }, 60_000)

    it('that is none cannot be followed, and nothing comes to be here', async () => {
      mkdirSync(there('odd'), { recursive: true })
      writeFileSync(there('odd', 'run.json'), '{"format":1,"steps":"many"}')
      await expect(followed.follow('h', 'odd')).rejects.toMatchObject({ code: 'work.noTraining' })
      expect(readdirSync(mine())).toEqual([])
      await expect(followed.follow('h', '../odd')).rejects.toMatchObject({ code: 'host.path' })
    })
  },
)
