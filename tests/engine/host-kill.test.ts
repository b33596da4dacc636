/**
 * A training on a host over a real sshd, its link cut or made deaf at random moments, and the program that follows it
 * killed at others. The trainer goes on; there is never a second one; the curve here ends without a gap or a doubled
 * step, its files byte for byte those on the host.
 * LOOPTOOL_KILLS sets how often each happens (at most 5 here; the soak asks for more).
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobView } from '#core/job/view.ts'
import { type CutProxy, cutProxy } from '#tests/helpers/cut-proxy.ts'
import { type Follower, startFollower, untilSettled } from '#tests/helpers/host-follower.ts'
import { draftFor, hostKeeper } from '#tests/helpers/host-keeper.ts'
import { curveSteps } from '#tests/helpers/host-lab.ts'
import { practiceKit } from '#tests/helpers/practice-kit.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { pythonProblem } from '#tests/helpers/python.ts'
import { type Sshd, sshdProblem, startSshd } from '#tests/helpers/sshd.ts'

const TIMES = Math.min(20, Number(process.env.LOOPTOOL_KILLS ?? 5))
/** Enough that the training outlives what happens to its link. */
const STEPS = 40 + TIMES * 20

const problem = sshdProblem() ?? pythonProblem()
if (problem) console.warn(`Trainings over SSH are not tested here: ${problem}.`)

describe.skipIf(problem !== undefined)('a training over SSH', () => {
  let server: Sshd
  let proxy: CutProxy
  let kit = ''
  let temp: ReturnType<typeof tempFolder>
  beforeAll(async () => {
    kit = practiceKit()
    server = await startSshd()
    proxy = await cutProxy(server.port)
  })
  afterAll(async () => {
    await proxy.close()
    await server.remove()
    rmSync(kit, { recursive: true, force: true })
  })

  async function newProject(): Promise<void> {
    temp = tempFolder()
    mkdirSync(join(temp.path, 'runs'))
    const keeper = hostKeeper(temp.path)
    await keeper.trusted('h', draftFor({ ...server, port: proxy.port }))
    await keeper.hosts.close()
  }

  const follow = (): Follower => startFollower(temp.path, { kit, training: { recipe: { steps: STEPS } } })

  function expectWhole(view: JobView | undefined): void {
    expect(view?.state.name).toBe('done')
    expect(view?.counters['training.steps']).toBe(STEPS)
    const id = view?.spec.id ?? ''
    const here = join(temp.path, 'runs', id)
    const there = join(server.home, '.looptool/jobs', id)
    for (const name of ['events.jsonl', 'metrics.jsonl'])
      expect(readFileSync(join(here, name), 'utf8')).toBe(readFileSync(join(there, name), 'utf8'))
    const curve = curveSteps(join(here, 'metrics.jsonl'))
    expect(curve.steps).toHaveLength(STEPS)
    expect(curve.lines).toBe(STEPS)
    expect(readdirSync(join(here, 'rollouts'))).toHaveLength(STEPS)
    const lives = readFileSync(join(there, 'lives.txt'), 'utf8')
    expect(lives.match(/began/g)).toHaveLength(1)
    expect(lives).not.toContain('doubled')
    expect(readdirSync(join(there, 'attempts'))).toEqual(['1'])
  }

  it(`outlives ${TIMES} cuts of its link`, async () => {
    await newProject()
    const follower = follow()
    for (let n = 0; n < TIMES; n++) {
      // A step or two of news between two cuts; then any moment may be the one.
      await follower.next()
      await later(Math.random() * 250)
      const how = n % 3
      if (how === 0) proxy.cut()
      else {
        if (how === 1) proxy.refuse()
        else proxy.deafen()
        await later(Math.random() * 400)
        proxy.mend()
      }
    }
    expectWhole(await untilSettled(follower))
    temp.remove()
  }, 300_000)

  it(`outlives ${TIMES} kills of the program that follows it`, async () => {
    await newProject()
    for (let n = 0; n < TIMES; n++) {
      const follower = follow()
      if (n > 0) await follower.next()
      await later(Math.random() * (n === 0 ? 1500 : 300))
      await follower.kill()
    }
    expectWhole(await untilSettled(follow()))
    temp.remove()
  }, 300_000)
})
