/**
 * Kill -9 in the stages of the loop, at random steps, several stages running at the time of each kill. A step that was
 * told stands afterwards, none changes or stands twice, and every job ends equal, byte for byte, to one that nobody
 * disturbed. LOOPTOOL_KILLS sets the kills a stage (10 here; the soak asks for more).
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import { LOOP_STAGES, type LoopStage, makeLoopProject, openLab, runStage } from '#tests/helpers/loop-lab.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { datasetFiles } from '#tests/helpers/residue.ts'

const KILLS = Number(process.env.LOOPTOOL_KILLS ?? 10)
/** Steps of all stages of a run, at most, before it is killed. */
const MOST_STEPS = 40
const PROGRAM = fileURLToPath(new URL('../fakes/loop-child.ts', import.meta.url))

let temp: ReturnType<typeof tempFolder>
let folder: string
beforeAll(async () => {
  temp = tempFolder()
  folder = join(temp.path, 'p')
  await makeLoopProject(folder, { dialogs: 4 })
  const lab = await openLab(folder)
  for (const kind of LOOP_STAGES) await runStage(lab, kind, { id: `${kind}, undisturbed` })
  await lab.close()
}, 60_000)
afterAll(() => temp.remove())

interface JobLeft {
  readonly state: string
  /** `item number` → body. */
  readonly steps: ReadonlyMap<string, string>
  readonly items: readonly unknown[]
  readonly counters: readonly unknown[]
}

/** What every job has left on disk, by id; times, tokens and names that hold the job's own id left out. */
function jobsLeft(): Map<string, JobLeft> {
  const database = new DatabaseSync(join(folder, 'project.sqlite'))
  const rows = (sql: string, job: unknown) => database.prepare(sql).all(Number(job))
  const left = database.prepare('SELECT number, id, state FROM job').all()
  const found = left.map(({ number, id, state }): [string, JobLeft] => [
    String(id),
    {
      state: String(JSON.parse(String(state)).name),
      steps: new Map(
        rows('SELECT item, number, body FROM step WHERE job = ?', number).map((row) => [
          `${row.item} ${row.number}`,
          String(row.body),
        ]),
      ),
      items: rows(
        'SELECT ordinal, key, input, state, reason, detail, summary FROM item WHERE job = ? ORDER BY ordinal',
        number,
      ).map((row) => JSON.stringify(row).replaceAll(String(id), '')),
      counters: rows(
        "SELECT name, value FROM job_counter WHERE job = ? AND name NOT LIKE 'usage.%' ORDER BY name",
        number,
      ),
    },
  ])
  database.close()
  return new Map(found)
}

function start(kinds: readonly LoopStage[], ...more: readonly string[]): ChildProcess {
  return spawn(process.execPath, [PROGRAM, folder, ...kinds, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...{ ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '', NODE_COMPILE_CACHE: join(temp.path, 'compiled') },
    },
  })
}

/** Runs until so many steps were told, then kills. Answers the steps told by each job. */
async function killedAfter(steps: number, kinds: readonly LoopStage[]): Promise<Map<string, number>> {
  const child = start(kinds)
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
  for (const [id, { steps }] of before)
    for (const [place, body] of steps)
      if (after.get(id)?.steps.get(place) !== body)
        throw new Error(`a step of ${id} was lost or changed: ${place}`)
  for (const [id, count] of told) {
    const now = after.get(id)?.steps.size ?? 0
    const fresh = now - (before.get(id)?.steps.size ?? 0)
    if (fresh < count) throw new Error(`${id} told ${count} steps, ${fresh} are there`)
  }
}

/** Stages whose job runs when a kill comes, so that each kill counts for several. */
const TOGETHER: readonly (readonly LoopStage[])[] = [
  ['probe', 'judge', 'expand', 'check'],
  ['calibrate', 'filter', 'compose'],
]

describe('kill -9', () => {
  it.each(TOGETHER.map((kinds) => ({ kinds, names: kinds.join(', ') })))(
    'loses, doubles and changes nothing in $names',
    async ({ kinds }) => {
      const random = new Random('kill', ...kinds)
      const kills = new Map<LoopStage, number>(kinds.map((kind) => [kind, 0]))
      let before = jobsLeft()
      for (let tries = 0; tries < 3 * KILLS && [...kills.values()].some((n) => n < KILLS); tries++) {
        const told = await killedAfter(random.int(1, MOST_STEPS), kinds)
        const after = jobsLeft()
        expectKept(before, after, told)
        for (const kind of kinds)
          if ([...after].some(([id, { state }]) => id.startsWith(`${kind}-`) && state === 'running'))
            kills.set(kind, (kills.get(kind) ?? 0) + 1)
        before = after
      }
      const [code] = await once(start(kinds, '--finish'), 'exit')
      expect(code).toBe(0)
      const left = jobsLeft()
      expectKept(before, left, new Map())
      for (const kind of kinds) {
        const jobs = [...left].filter(([id]) => id.startsWith(`${kind}-`))
        const { steps, items, counters } = left.get(`${kind}, undisturbed`)!
        expect(jobs.length).toBeGreaterThan(0)
        for (const [id, job] of jobs) expect(job, id).toEqual({ state: 'done', steps, items, counters })
        expect(kills.get(kind), kind).toBeGreaterThanOrEqual(KILLS)
      }
      console.log([...kills].map(([kind, n]) => `${kind}: ${n} kills`).join(', '))
    },
    1_800_000,
  )

  it('leaves one folder for each set, whole, and nothing half made', async () => {
    const database = new DatabaseSync(join(folder, 'project.sqlite'), { readOnly: true })
    const hashes = database
      .prepare('SELECT DISTINCT hash FROM dataset')
      .all()
      .map(({ hash }) => String(hash))
    database.close()
    expect(datasetFiles(folder).map(({ name }) => name)).toEqual([...hashes].sort())
    // The set of round 2 and the filtered one: every job that made them made the same bytes.
    expect(hashes).toHaveLength(4)
  })
})
