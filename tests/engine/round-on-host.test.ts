/**
 * Rounds whose model is trained on a host over a real sshd, by a trainer that learns nothing but writes real weights: the
 * second round starts from what the first one left there, and what is probed is the checkpoint that was brought here. The
 * program is killed at random moments (LOOPTOOL_KILLS, at most 10): nothing is lost or doubled.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobView } from '#core/job/view.ts'
import { isPlayable } from '#engine/policy-places.ts'
import { draftFor, hostKeeper } from '#tests/helpers/host-keeper.ts'
import { curveSteps } from '#tests/helpers/host-lab.ts'
import { practiceKit } from '#tests/helpers/practice-kit.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { pythonProblem } from '#tests/helpers/python.ts'
import { engineWith, smallProject } from '#tests/helpers/small-project.ts'
import { type Sshd, sshdProblem, startSshd } from '#tests/helpers/sshd.ts'

const KILLS = Math.min(10, Number(process.env.LOOPTOOL_KILLS ?? 4))
const RESOURCES = join(import.meta.dirname, '../../resources')
const CHILD = join(import.meta.dirname, '../fakes/round-child.ts')
const problem = sshdProblem() ?? pythonProblem()
if (problem) console.warn(`Rounds on a host are not tested here: ${problem}.`)

describe.skipIf(problem !== undefined)('two rounds that train on a host', () => {
  let temp: ReturnType<typeof tempFolder>
  let server: Sshd
  let kit = ''
  beforeAll(async () => {
    temp = tempFolder()
    kit = practiceKit({ copies: true, stepSeconds: 0.1 })
    const resources = join(temp.path, 'resources')
    mkdirSync(resources)
    for (const name of readdirSync(RESOURCES))
      symlinkSync(name === 'host' ? kit : join(RESOURCES, name), join(resources, name))
    server = await startSshd()
    cpSync(join(RESOURCES, 'nano'), join(server.home, 'models/nano'), { recursive: true })
    const keeper = hostKeeper(temp.path)
    await keeper.trusted('h', draftFor(server))
    await keeper.hosts.close()
    const engine = engineWith(join(RESOURCES, 'nano'), temp.path)
    await smallProject(engine, join(temp.path, 'project'), 8)
    await engine.end()
  }, 120_000)
  afterAll(async () => {
    await server?.remove()
    temp?.remove()
    rmSync(kit, { recursive: true, force: true })
  })

  /** Runs the program; with `killAfter` it ends -9 so many of its lines later. @returns its exit code */
  async function run(killAfter?: number): Promise<number | null> {
    const child = spawn(process.execPath, [CHILD, temp.path], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'exit')
    let lines = 0
    child.stdout.on('data', (piece: Buffer) => {
      lines += piece.toString().split('\n').length - 1
      if (killAfter !== undefined && lines >= killAfter) child.kill('SIGKILL')
    })
    const [code] = (await ended) as [number | null]
    return code
  }

  it(`outlive ${KILLS} kills; the second starts from the first's checkpoint, and each probes its own`, async () => {
    let kills = 0
    for (; kills < KILLS; kills++) {
      // Anywhere within a stage or two of where the last one ended.
      const code = await run(1 + Math.floor(Math.random() * 60))
      await later(Math.random() * 100)
      if (code === 0) break
    }
    expect(await run()).toBe(0)
    const engine = engineWith(join(RESOURCES, 'nano'), temp.path, temp.path)
    const { jobs } = await engine.open(join(temp.path, 'project'))
    const all = await jobs.list()
    const stages = (kind: string): JobView[] => all.filter(({ spec }) => spec.kind === kind).reverse()
    const [first = '', second = '', ...more] = stages('train').map(({ spec }) => spec.id)
    expect(more).toEqual([])
    expect(stages('round').map(({ state }) => state.name)).toEqual(['done', 'done'])
    const runs = join(temp.path, 'project', 'runs')
    for (const [id, lineage] of [
      [first, `${first}:6\n`],
      [second, `${first}:6\n${second}:6\n`],
    ] as const) {
      const there = join(server.home, '.looptool/jobs', id)
      // One trainer, started once; every step once, counted once.
      expect(readFileSync(join(there, 'lives.txt'), 'utf8').match(/began|doubled/g)).toEqual(['began'])
      expect(curveSteps(join(runs, id, 'metrics.jsonl'))).toEqual({ steps: [1, 2, 3, 4, 5, 6], lines: 6 })
      expect((await jobs.get(id)).counters['training.steps']).toBe(6)
      const here = join(runs, id, 'checkpoints/step-6')
      expect(readFileSync(join(here, 'lineage.txt'), 'utf8')).toBe(lineage)
      expect(readFileSync(join(here, 'model.safetensors'))).toEqual(
        readFileSync(join(there, 'checkpoints/step-6/model.safetensors')),
      )
      expect(existsSync(join(here, 'optimizer.pt'))).toBe(false)
      expect(await isPlayable(here)).toBe(true)
    }
    // Kept there by rule: the first, the last, and what the second round names.
    expect(readdirSync(join(server.home, '.looptool/jobs', first, 'checkpoints')).sort()).toEqual([
      'step-2',
      'step-6',
    ])
    expect(readFileSync(join(server.home, '.looptool/jobs', first, 'keep'), 'utf8')).toBe('6\n')
    for (const kind of ['evaluate', 'probe'])
      expect(stages(kind).map(({ spec }) => spec.roles.policy?.[0]?.model)).toEqual([
        `${first}:6`,
        `${second}:6`,
      ])
    for (const { counts } of all)
      expect(counts.planned).toBe(counts.waiting + counts.done + counts.dropped + counts.failed)
    const view = await engine.handlers['training.run']({ id: second })
    expect(
      view.checkpoints.map(({ step, here, there, playable }) => [step, !!here, !!there, playable]),
    ).toEqual([
      [2, false, true, false],
      [6, true, true, true],
    ])
    // What the second round started from stays; what nobody needs goes, there and in what is known here.
    const { 'training.removeCheckpoint': remove, 'training.run': look } = engine.handlers
    await expect(remove({ id: first, step: 6, where: 'there' })).rejects.toThrow('checkpointNeeded')
    await remove({ id: second, step: 2, where: 'there' })
    expect(readdirSync(join(server.home, '.looptool/jobs', second, 'checkpoints'))).toEqual(['step-6'])
    expect((await look({ id: second })).checkpoints.map(({ step }) => step)).toEqual([6])
    await engine.end()
  }, 300_000)
})
