/**
 * Pause, resume, cancel, retry and reopening the project, at random, in the stages of the loop. At every rest the
 * counts add up and every step is the one that an undisturbed run makes; whatever ends as done is equal to it.
 * LOOPTOOL_MOVES sets the number of jobs that are moved about (25 here; the soak asks for more).
 */
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Transport } from '#core/endpoint/transport.ts'
import { Failure } from '#core/failure/failure.ts'
import { foldEvents } from '#core/job/fold.ts'
import { countsBalance } from '#core/job/job.ts'
import { Random } from '#core/random/random.ts'
import { createEndpoint } from '#engine/endpoint/client.ts'
import { openGate } from '#engine/endpoint/gate.ts'
import type { Players } from '#engine/job/players.ts'
import { type JobLeft, jobsLeft } from '#tests/helpers/job-left.ts'
import {
  type Lab,
  LOOP_STAGES,
  type LoopStage,
  loopSpec,
  makeLoopProject,
  openLab,
  runStage,
  STAGE_SETTINGS,
} from '#tests/helpers/loop-lab.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { startStub } from '#tests/helpers/stub.ts'

const JOBS = Number(process.env.LOOPTOOL_MOVES ?? 25)

let temp: ReturnType<typeof tempFolder>
let folder: string
let lab: Lab
/** Woken by every step that becomes durable. */
let wake: () => void = () => undefined
/** Names of the requests sent, and how many are on their way now. */
let sent: string[] = []
let inFlight = 0
/** Called with every request. */
let onSent: () => void = () => undefined
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const counting = (players: Players): Players => ({
  ...players,
  of: (role, player) => {
    const { transport, model } = players.of(role, player)
    const chat: Transport['chat'] = async (request, signal) => {
      sent.push(request.itemKey ?? '')
      inFlight++
      onSent()
      // Answers take their time, each its own, as a model’s do.
      for (let turns = 3 + (sent.length % 7); turns > 0; turns--) await turn()
      return transport.chat(request, signal).finally(() => inFlight--)
    }
    return { model, transport: { ...transport, chat } }
  },
})
/** In place of the practice roles. */
let server: Players | undefined
const open = (): Promise<Lab> =>
  openLab(folder, {
    stepped: () => wake(),
    players: async (_spec, practice) => counting(server ?? (await practice())),
  })
const left = async (id: string): Promise<JobLeft> =>
  (await jobsLeft((sql, params) => lab.store.all(sql, params), id)).get(id)!

let undisturbed: ReadonlyMap<LoopStage, JobLeft>
beforeAll(async () => {
  temp = tempFolder()
  folder = join(temp.path, 'p')
  await makeLoopProject(folder, { dialogs: 3 })
  lab = await open()
  for (const kind of LOOP_STAGES) await runStage(lab, kind, { id: `${kind}, undisturbed` })
  undisturbed = new Map(
    await Promise.all(LOOP_STAGES.map(async (kind) => [kind, await left(`${kind}, undisturbed`)] as const)),
  )
}, 300_000)
afterAll(async () => {
  await lab.close()
  temp.remove()
})

const MOVES = ['pause', 'resume', 'cancel', 'retry', 'reopen', 'step', 'step', 'step', 'turn'] as const
type Move = (typeof MOVES)[number]

/** Until the next step is durable, or the job stands still. */
async function nextStep(id: string): Promise<void> {
  await Promise.race([
    new Promise<void>((resolve) => {
      wake = resolve
    }),
    lab.jobs.settled(id),
  ])
}

/** Whether the move was one that the job's state allows. */
async function make(move: Move, id: string): Promise<boolean> {
  if (move === 'step') await nextStep(id)
  else if (move === 'turn') await turn()
  else if (move === 'reopen') {
    await lab.close()
    lab = await open()
  } else {
    try {
      await lab.jobs[move](id)
    } catch (error) {
      if (error instanceof Failure && error.code === 'job.move') return false
      throw error
    }
  }
  return true
}

async function expectTrue(id: string, kind: LoopStage, retried: boolean): Promise<void> {
  const view = await lab.jobs.get(id)
  const now = await left(id)
  const states = now.items.map((item) => JSON.parse(item).state as string)
  const count = (state: string): number => states.filter((one) => one === state).length
  expect(countsBalance(view.counts)).toBe(true)
  expect(view.counts).toEqual({
    ...{ planned: states.length, waiting: count('waiting'), done: count('done') },
    ...{ dropped: count('dropped'), failed: count('failed') },
  })
  expect(foldEvents(await lab.jobs.events(id))).toEqual(view.state)
  expect(view.state.illegal).toBe(0)
  const wanted = undisturbed.get(kind)!
  // A divided jury that is asked on has more to say than one that was not.
  if (retried && kind === 'judge') return
  for (const [place, body] of now.steps) expect(body, place).toBe(wanted.steps.get(place))
  if (view.state.name === 'done') expect(now).toEqual({ ...wanted, state: 'done' })
}

let jobs = 0
async function moveAbout(kind: LoopStage, moves: readonly Move[]): Promise<void> {
  const id = `${kind}/${jobs++}`
  let retried = false
  await lab.jobs.start(loopSpec(kind, STAGE_SETTINGS[kind], { id }))
  for (const move of moves) retried = ((await make(move, id)) && move === 'retry') || retried
  let view = await lab.jobs.settled(id)
  await expectTrue(id, kind, retried)
  if (view.moves.includes('resume')) {
    await lab.jobs.resume(id)
    view = await lab.jobs.settled(id)
    await expectTrue(id, kind, retried)
  }
  expect(['done', 'cancelled']).toContain(view.state.name)
  if (view.state.name === 'done') expect(view.counts.waiting).toBe(0)
}

describe('a stage of the loop that is paused, resumed, cancelled, retried and reopened at random', () => {
  it('keeps its counts, its steps and its end', async () => {
    const wish = fc.record({
      kind: fc.constantFrom(...LOOP_STAGES),
      moves: fc.array(fc.constantFrom(...MOVES), { maxLength: 10 }),
    })
    await fc.assert(
      fc.asyncProperty(wish, ({ kind, moves }) => moveAbout(kind, moves)),
      { numRuns: JOBS, seed: 20_261_126, endOnFailure: true },
    )
    expect(jobs).toBe(JOBS)
  }, 3_600_000)
})

const ASKING = ['probe', 'judge', 'expand', 'check', 'calibrate'] as const

/** Resolves with the n-th request from now on, or when the job stands still. */
const requestsLater = (n: number, id: string): Promise<unknown> => {
  const wanted = sent.length + n
  const come = new Promise<void>((resolve) => {
    onSent = () => (sent.length >= wanted ? resolve() : undefined)
  })
  return Promise.race([come, lab.jobs.settled(id)])
}

/** Closes the project at random requests of a job; answers how many were on their way then. */
async function closeOften(id: string, random: Random): Promise<number> {
  let onTheWay = 0
  for (let stops = 0; stops < 2; stops++) {
    await requestsLater(random.int(1, 6), id)
    onTheWay += inFlight
    await lab.close()
    lab = await open()
  }
  await lab.jobs.settled(id)
  expect(onTheWay).toBeGreaterThan(0)
  return onTheWay
}

describe('a stage that is closed at random requests and opened again', { timeout: 120_000 }, () => {
  it.each(ASKING)('%s sends no request twice beyond those on their way', async (kind) => {
    const random = new Random('requests', kind)
    const start = (id: string) => lab.jobs.start(loopSpec(kind, STAGE_SETTINGS[kind], { id, concurrency: 3 }))
    sent = []
    await start(`${kind}, whole`)
    await lab.jobs.settled(`${kind}, whole`)
    const wanted = new Set(sent)
    expect(sent).toHaveLength(wanted.size)

    const id = `${kind}, closed`
    sent = []
    await start(id)
    const onTheWay = await closeOften(id, random)
    await expectTrue(id, kind, false)
    expect(new Set(sent)).toEqual(wanted)
    expect(sent.length - wanted.size).toBeLessThanOrEqual(onTheWay)
  })

  it('a probe over HTTP neither: the server counts', async () => {
    const stub = await startStub({ latencyMs: 2 })
    const options = { id: 's', name: 's', url: stub.url, concurrency: 16 }
    const endpoint = createEndpoint(options, { gate: openGate, key: async () => undefined })
    server = { of: () => ({ transport: endpoint, model: 'stub' }), close: async () => undefined }
    const id = 'probe, over HTTP'
    await lab.jobs.start(loopSpec('probe', STAGE_SETTINGS.probe, { id, concurrency: 3 }))
    const onTheWay = await closeOften(id, new Random('requests', 'HTTP'))
    const { counts } = await lab.jobs.get(id)
    const { requests } = await stub.counts()
    server = undefined
    await endpoint.close()
    await stub.stop()
    expect(counts.done).toBe(counts.planned)
    expect(requests).toBeGreaterThanOrEqual(counts.planned)
    expect(requests - counts.planned).toBeLessThanOrEqual(onTheWay)
  })
})
