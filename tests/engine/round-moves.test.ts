/**
 * A whole round that is paused, resumed, cancelled, reopened and done again from any stage, at random. However it gets
 * there, the round that ends as done is the one that nobody disturbed: the same set, the same counts in every stage,
 * and sums that add up. LOOPTOOL_MOVES sets the moves (25 here; the soak asks for more).
 */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Board } from '#core/contract/round-views.ts'
import { Failure } from '#core/failure/failure.ts'
import type { JobView } from '#core/job/view.ts'
import { Random } from '#core/random/random.ts'
import { cellBalances } from '#core/round/board.ts'
import { flowBalances } from '#core/round/flow.ts'
import { roundSettingsSchema } from '#core/round/round-settings.ts'
import type { Engine } from '#engine/index.ts'
import { loopEngine, makePreparedProject } from '#tests/helpers/loop-lab.ts'
import { tempFolder } from '#tests/helpers/project.ts'

const MOVES = Number(process.env.LOOPTOOL_MOVES ?? 25)
/** Moves between two looks at what is there. */
const AT_ONCE = 5

const practice = { kind: 'practice' } as const
const STAGES = ['compose', 'evaluate', 'probe', 'judge', 'expand'] as const
const settings = roundSettingsSchema.parse({
  ...{ round: 1, stages: STAGES, seed: 5, compose: { heldOutShare: 0.2 }, expand: { children: 1 } },
  roles: { policy: practice, judges: [practice], expander: practice, checker: practice },
  // Divided juries are part of the method; they must not stop the round.
  stop: { failedShare: 1 },
})

let temp: ReturnType<typeof tempFolder>
let folder: string
let engine: Engine
beforeAll(async () => {
  temp = tempFolder()
  folder = join(temp.path, 'p')
  await makePreparedProject(folder, 3)
  engine = loopEngine()
  await engine.open(folder)
}, 300_000)
afterAll(async () => {
  await engine.close()
  temp.remove()
})

const REFUSALS = /^(?:job\.move|round\.\w+)$/
/** A move that the state does not allow is refused by name, and nothing else happens. */
async function unlessRefused(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Failure && REFUSALS.test(error.code))) throw error
  })
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const NAMES = [
  'pause',
  'resume',
  'retry',
  'cancel',
  'redo',
  'redo',
  'reopen',
  'wait',
  'wait',
  'wait',
] as const

async function make(move: (typeof NAMES)[number], id: string, random: Random): Promise<void> {
  const { jobs } = engine.project()
  if (move === 'wait') for (let turns = random.int(1, 300); turns > 0; turns--) await turn()
  else if (move === 'reopen') {
    await engine.close()
    await engine.open(folder)
  } else if (move === 'redo')
    await unlessRefused(
      Promise.resolve(engine.handlers['round.redo']({ round: 1, stage: random.pick(STAGES), keys: {} })),
    )
  else await unlessRefused(jobs[move](id))
}

/** The round's parent as it stands, once it no longer runs. */
async function rest(): Promise<JobView> {
  const { jobs } = engine.project()
  const id = (await parents()).at(-1)?.spec.id ?? ''
  const view = await jobs.settled(id)
  if (!view.moves.includes('resume')) return view
  await jobs.resume(id)
  return jobs.settled(id)
}
const parents = async (): Promise<JobView[]> =>
  (await engine.project().jobs.list()).filter(({ spec }) => spec.kind === 'round').reverse()

interface Looked {
  readonly dataset: string | undefined
  readonly cells: readonly unknown[]
}
/** What the board says of round 1, times and tokens left out. */
async function look(): Promise<Looked> {
  const board = (await engine.handlers['round.board'](undefined)) as Board
  const [column] = board.columns
  for (const cell of board.cells) expect(cellBalances(cell), JSON.stringify(cell)).toBe(true)
  const rows = await engine.project().folder.store.all('SELECT id, hash FROM dataset')
  return {
    dataset: rows
      .map((row) => (row.id === column?.dataset ? String(row.hash) : ''))
      .find((hash) => hash !== ''),
    cells: board.cells.map(({ stage, state, in: into, out, dropped, failed, waiting }) =>
      [stage, state, into, out, dropped, failed, waiting].join(' '),
    ),
  }
}

describe('a round that is moved about', () => {
  it('ends as the round that nobody disturbed', async () => {
    const { id } = await engine.handlers['round.start']({ settings, keys: {} })
    expect((await engine.project().jobs.settled(id)).state.name).toBe('done')
    const undisturbed = await look()
    expect(undisturbed.cells).toHaveLength(STAGES.length)
    expect(undisturbed.dataset).toBeDefined()

    for (let moved = 0; moved < MOVES; moved += AT_ONCE) {
      const random = new Random('round', moved)
      // Every stretch begins with work to be disturbed.
      await engine.handlers['round.redo']({ round: 1, stage: random.pick(STAGES), keys: {} })
      for (let n = 0; n < AT_ONCE; n++) {
        const own = (await parents()).at(-1)?.spec.id ?? id
        await make(random.pick(NAMES), own, random)
      }
      let view = await rest()
      if (view.state.name === 'cancelled') {
        await look()
        await engine.handlers['round.redo']({ round: 1, stage: 'compose', keys: {} })
        view = await rest()
      }
      expect(view.state, JSON.stringify(view.state)).toMatchObject({ name: 'done', illegal: 0 })
      const looked = await look()
      expect(looked.dataset).toBe(undisturbed.dataset)
      expect(looked.cells).toEqual(undisturbed.cells)
      const flow = await engine.handlers['round.flow']({ round: 1 })
      expect(flowBalances(flow)).toBe(true)
      expect(flow.total).toBeGreaterThan(0)
    }
  }, 3_600_000)
})
