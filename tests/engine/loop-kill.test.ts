/**
 * Kill -9 in the stages of the loop, at random steps, all of them running at the time of each kill. A step that was
 * told stands afterwards, none changes or stands twice, and every job ends equal, byte for byte, to one that nobody
 * disturbed. LOOPTOOL_KILLS sets the kills a stage (10 here; the soak asks for more).
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import { expectStepsKept, type JobLeft, jobsLeft } from '#tests/helpers/job-left.ts'
import { LOOP_STAGES, type LoopStage, makeLoopProject, openLab, runStage } from '#tests/helpers/loop-lab.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { datasetFiles } from '#tests/helpers/residue.ts'

const KILLS = Number(process.env.LOOPTOOL_KILLS ?? 10)
/** Steps of all stages of a run, at most, before it is killed. */
const MOST_STEPS = 30
const PROGRAM = fileURLToPath(new URL('../fakes/loop-child.ts', import.meta.url))

let temp: ReturnType<typeof tempFolder>
/** A project runs four jobs at once, so the seven stages share two copies of one. */
let projects: readonly { readonly folder: string; readonly kinds: readonly LoopStage[] }[]
beforeAll(async () => {
  temp = tempFolder()
  const folder = join(temp.path, 'one')
  await makeLoopProject(folder, { dialogs: 4 })
  const lab = await openLab(folder)
  for (const kind of LOOP_STAGES) await runStage(lab, kind, { id: `${kind}, undisturbed` })
  await lab.close()
  cpSync(folder, join(temp.path, 'two'), { recursive: true })
  projects = [
    { folder, kinds: ['probe', 'judge', 'expand', 'check'] },
    { folder: join(temp.path, 'two'), kinds: ['calibrate', 'filter', 'compose'] },
  ]
}, 300_000)
afterAll(() => temp.remove())

/** What the stages left in their projects. */
async function left(): Promise<Map<string, JobLeft>> {
  const all = new Map<string, JobLeft>()
  for (const { folder, kinds } of projects) {
    const database = new DatabaseSync(join(folder, 'project.sqlite'))
    const found = await jobsLeft((sql, params) => database.prepare(sql).all(...params))
    database.close()
    for (const [id, job] of found) if (kinds.some((kind) => id.startsWith(kind))) all.set(id, job)
  }
  return all
}

function start(...more: readonly string[]): ChildProcess {
  const wishes = projects.map(({ folder, kinds }) => `${folder}=${kinds.join()}`)
  return spawn(process.execPath, [PROGRAM, ...wishes, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...{ ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '', NODE_COMPILE_CACHE: join(temp.path, 'compiled') },
    },
  })
}

/** Runs until so many steps were told, then kills. Answers the steps told by each job. */
async function killedAfter(steps: number): Promise<Map<string, number>> {
  const child = start()
  const ended = once(child, 'exit')
  const told = new Map<string, number>()
  let lines = 0
  for await (const job of createInterface({ input: child.stdout! })) {
    told.set(job, (told.get(job) ?? 0) + 1)
    if (++lines >= steps) child.kill('SIGKILL')
  }
  const [code, signal] = await ended
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' })
  return told
}

function expectKept(
  before: Map<string, JobLeft>,
  after: Map<string, JobLeft>,
  told: Map<string, number>,
): void {
  for (const [id, job] of before) expectStepsKept(job, after.get(id), id)
  for (const [id, count] of told) {
    const now = after.get(id)?.steps.size ?? 0
    const fresh = now - (before.get(id)?.steps.size ?? 0)
    if (fresh < count) throw new Error(`${id} told ${count} steps, ${fresh} are there`)
  }
}

const isOf =
  (kind: LoopStage) =>
  ([id]: readonly [string, JobLeft]): boolean =>
    id.startsWith(`${kind}-`)

describe('kill -9 in any stage of the loop', () => {
  it('loses, doubles and changes nothing', async () => {
    const random = new Random('kill')
    const kills = new Map<LoopStage, number>(LOOP_STAGES.map((kind) => [kind, 0]))
    let before = await left()
    for (let tries = 0; tries < 3 * KILLS && [...kills.values()].some((n) => n < KILLS); tries++) {
      const told = await killedAfter(random.int(1, MOST_STEPS))
      const after = await left()
      expectKept(before, after, told)
      for (const kind of LOOP_STAGES)
        if ([...after].some((job) => isOf(kind)(job) && job[1].state === 'running'))
          kills.set(kind, (kills.get(kind) ?? 0) + 1)
      before = after
    }
    const [code] = await once(start('--finish'), 'exit')
    expect(code).toBe(0)
    const end = await left()
    expectKept(before, end, new Map())
    for (const kind of LOOP_STAGES) {
      const jobs = [...end].filter(isOf(kind))
      const { steps, items, counters } = end.get(`${kind}, undisturbed`)!
      expect(jobs.length).toBeGreaterThan(0)
      for (const [id, job] of jobs) expect(job, id).toEqual({ state: 'done', steps, items, counters })
      expect(kills.get(kind), kind).toBeGreaterThanOrEqual(KILLS)
    }
    console.log([...kills].map(([kind, n]) => `${kind}: ${n} kills`).join(', '))
  }, 1_800_000)

  it('leaves one folder for each set, the same as undisturbed, and nothing half made', () => {
    const [one, two] = projects.map(({ folder }) => datasetFiles(folder))
    expect(two).toEqual(one)
    // Prepared, round 1, round 2, filtered.
    expect(one).toHaveLength(4)
  })
})
