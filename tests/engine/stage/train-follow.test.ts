/** How a training on a host ends, stands still, or is given up: told from its files, and never a second trainer. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Kit } from '#engine/host/kit.ts'
import { LocalHost } from '#engine/host/local-host.ts'
import { LeftWorks } from '#engine/left-works.ts'
import type { Store } from '#engine/project/store.ts'
import { type AwayHost, awayHost } from '#tests/helpers/away-host.ts'
import { curveSteps, type HostLab, hostLab } from '#tests/helpers/host-lab.ts'
import { type Hazard, practiceKit } from '#tests/helpers/practice-kit.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'
import { pythonProblem } from '#tests/helpers/python.ts'

let kit = ''
const kits: string[] = []
let temp: ReturnType<typeof tempFolder>
let store: Store
let lab: HostLab
let link: AwayHost
let clock: number | undefined
const runsFolder = (): string => join(temp.path, 'runs')
const there = (id: string, name: string): string => join(temp.path, 'home/.looptool/jobs', id, name)
const lives = (id: string): string => readFileSync(there(id, 'lives.txt'), 'utf8')
const pidOf = (id: string): number => Number(/began (\d+)/.exec(lives(id))?.[1])
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const openLab = (folder = kit): HostLab =>
  hostLab({
    ...{ store, kit: folder, runsFolder: runsFolder(), openHost: async () => link.host },
    now: () => new Date(clock ?? Date.now()).toISOString(),
  })
/** Jobs whose trainer has something happen to it on its way. */
async function withHazard(hazard: Hazard): Promise<void> {
  await lab.jobs.close()
  kits.push(practiceKit({ hazard }))
  lab = openLab(kits.at(-1))
}
const leftWorks = (): LeftWorks =>
  new LeftWorks({ jobs: lab.jobs, openHost: async () => link.host, kit: new Kit(kit) })

describe.skipIf(pythonProblem() !== undefined || process.platform === 'win32')('a training on a host', () => {
  beforeAll(() => {
    kit = practiceKit()
  })
  afterAll(() => {
    for (const folder of [kit, ...kits]) rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    temp = tempFolder()
    clock = undefined
    mkdirSync(runsFolder())
    mkdirSync(join(temp.path, 'home'))
    link = awayHost(new LocalHost(join(temp.path, 'home')))
    store = await openTestStore(temp.path)
    lab = openLab()
  })
  afterEach(async () => {
    await lab.jobs.close()
    await store.close()
    temp.remove()
  })

  it.each([
    ['failed', 'training.outOfMemory'],
    ['notFinite', 'training.notFinite'],
    ['killed', 'host.killedHard'],
    ['crash', 'host.killed'],
    ['disk', 'host.diskFull'],
    ['diskTold', 'host.diskFull'],
    ['import', 'env.unfit'],
  ] as const)('that ends by %s says %s, and a resume goes on to a whole curve', async (hazard, code) => {
    await withHazard(hazard)
    const id = await lab.start()
    const failed = await lab.jobs.settled(id)
    expect([failed.state.name, failed.state.failure?.split(' ')[0]]).toEqual(['failed', code])
    await lab.jobs.resume(id)
    expect((await lab.jobs.settled(id)).state.name).toBe('done')
    expect(curveSteps(join(runsFolder(), id, 'metrics.jsonl')).steps).toHaveLength(20)
  })

  it('whose environment was removed says so at once, and is tried anew at the next resume', async () => {
    const id = await lab.start({ python: '.looptool/envs/ab12/bin/python' })
    const failed = await lab.jobs.settled(id)
    expect(failed.state.failure).toContain('host.environmentGone')
    await lab.jobs.resume(id)
    expect((await lab.jobs.settled(id)).state.failure).toContain('host.environmentGone')
  })

  it('stopped by somebody on the host is not taken for a pause of the user', async () => {
    const id = await lab.start({ recipe: { steps: 4000 } })
    await lab.until(id, ({ inside }) => (inside?.done ?? 0) >= 3)
    await link.host.write(`.looptool/jobs/${id}/stop`, 'save\n')
    const { state } = await lab.jobs.settled(id)
    expect(state).toMatchObject({ name: 'paused', pause: { reason: 'host' } })
    expect(state.pause?.detail).toContain('host.stoppedThere')
  })

  it('that hangs is said to stand still once its silence is long, and no more once it is gone', async () => {
    await withHazard('hang')
    const id = await lab.start()
    await lab.until(id, ({ inside }) => inside?.done === 7)
    clock = Date.now()
    const { stall } = await lab.until(id, (view) => {
      clock = (clock ?? 0) + 5000
      return view.stall !== undefined
    })
    expect(stall).toMatchObject({ lines: expect.arrayContaining([expect.stringContaining('checkpoint')]) })
    expect(stall?.seconds).toBeGreaterThanOrEqual(180)
    await lab.jobs.cancel(id)
    expect((await lab.jobs.get(id)).stall).toBeUndefined()
  })

  it('is never said to stand still while its host is out of reach', async () => {
    await withHazard('hang')
    const id = await lab.start()
    await lab.until(id, ({ inside }) => inside?.done === 7)
    link.away = true
    clock = Date.now()
    let looks = 0
    const view = await lab.until(id, () => {
      clock = (clock ?? 0) + 30_000
      return looks++ > 30
    })
    expect(view).toMatchObject({ away: { code: 'host.linkLost' } })
    expect(view.stall).toBeUndefined()
    link.away = false
    await lab.jobs.cancel(id)
  })

  describe('given up while its host is out of reach', () => {
    /** A training that goes on behind a cut link, given up. */
    async function givenUp(): Promise<string> {
      const id = await lab.start({ recipe: { steps: 4000 } })
      await lab.until(id, ({ inside }) => (inside?.done ?? 0) >= 3)
      await expect(lab.jobs.giveUp(id)).rejects.toThrow('job.move')
      link.away = true
      await lab.until(id, ({ away }) => away !== undefined)
      // A stop alone waits for the host.
      const stop = lab.jobs.cancel(id)
      await lab.until(id, ({ state }) => state.name === 'stopping')
      const view = await lab.jobs.giveUp(id)
      await stop
      expect(view.state).toMatchObject({ name: 'cancelled', left: 'maybe' })
      expect(isAlive(pidOf(id))).toBe(true)
      return id
    }

    it('is looked for until the host answers, and can be ended then', async () => {
      const id = await givenUp()
      const works = leftWorks()
      expect(await works.look()).toBe(true)
      expect((await lab.jobs.get(id)).state.left).toBe('maybe')
      link.away = false
      await works.look()
      const found = await lab.jobs.get(id)
      expect(found.state).toMatchObject({ name: 'cancelled', left: 'runs' })
      expect(found.moves).toContain('resume')
      const ended = await works.end(id)
      expect(ended.state.left).toBeUndefined()
      expect(ended.moves).not.toContain('resume')
      expect(isAlive(pidOf(id))).toBe(false)
      expect(await works.look()).toBe(false)
    })

    it('is taken up again by a later start of the program, by the same trainer', async () => {
      const id = await givenUp()
      await lab.jobs.close()
      link.away = false
      lab = openLab()
      await lab.jobs.recover(true)
      await leftWorks().look()
      expect((await lab.jobs.get(id)).state.left).toBe('runs')
      await lab.jobs.resume(id)
      const before = (await lab.jobs.get(id)).inside?.done ?? 0
      await lab.until(id, ({ inside }) => (inside?.done ?? 0) > before + 3)
      expect(lives(id).match(/began/g)).toHaveLength(1)
      await lab.jobs.cancel(id)
      expect((await lab.jobs.get(id)).state.left).toBeUndefined()
      expect(isAlive(pidOf(id))).toBe(false)
    })

    it('and ended meanwhile, is forgotten', async () => {
      const id = await givenUp()
      const pid = pidOf(id)
      process.kill(pid, 'SIGKILL')
      link.away = false
      // Its keeper writes down the end.
      await expect.poll(() => isAlive(pid)).toBe(false)
      await expect
        .poll(async () => (await leftWorks().look()) && (await lab.jobs.get(id)).state.left)
        .toBeUndefined()
      expect((await lab.jobs.get(id)).state.name).toBe('cancelled')
    })
  })
})
