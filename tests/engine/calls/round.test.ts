/**
 * Rounds through the contract's calls, with practice roles and the real stores. Bugs caught here: a list that does not
 * hold what its count says, a word that a restart forgets or the next round does not read, a redo that leaves what was
 * built on it standing, a round that starts without what it reads.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type CallInput, type CallName, type CallOutput, decodeCall } from '#core/contract/index.ts'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import { cellBalances } from '#core/round/board.ts'
import { flowBalances } from '#core/round/flow.ts'
import type { RoundStage } from '#core/round/round-plan.ts'
import type { RoundRoles } from '#core/round/round-settings.ts'
import { composeSettingsSchema } from '#core/round/settings.ts'
import { createEngine, type Engine, type EngineCallName } from '#engine/index.ts'
import { composeWish } from '#engine/stage-wishes.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'

vi.setConfig({ testTimeout: 120_000 })

const RESOURCES = join(import.meta.dirname, '../../../resources')
const ROLES = {
  policy: { kind: 'practice', accuracy: 0.7 },
  judges: [
    { kind: 'practice', accuracy: 0.95 },
    { kind: 'practice', accuracy: 0.85 },
  ],
  expander: { kind: 'practice' },
  checker: { kind: 'practice' },
} satisfies RoundRoles

let temp: ReturnType<typeof tempFolder>
let engine: Engine
let folder = ''

const newEngine = (): Engine =>
  createEngine({
    ...{ resourcesFolder: RESOURCES, sampleFolder: temp.path, workerFile: WORKER, appVersion: '0' },
    ...{ startPolicy, now: () => new Date(), push: () => undefined },
    secrets: { get: async () => undefined, set: async () => undefined },
  })

async function call<C extends EngineCallName & CallName>(
  name: C,
  input?: CallInput<C>,
): Promise<CallOutput<C>> {
  const handler = engine.handlers[name] as (decoded: unknown) => Promise<CallOutput<C>>
  return handler(decodeCall(name, input))
}

const settled = (id: string) => engine.project().jobs.settled(id)

async function makeRound(round: number, stages?: RoundStage[]): Promise<string> {
  const settings = { round, roles: ROLES, seed: 3, ...(stages ? { stages } : {}) }
  const { id } = await call('round.start', { settings })
  expect((await settled(id)).state.name).toBe('done')
  return id
}

const jobOf = async (round: number, stage: RoundStage): Promise<string> => {
  const { cells } = await call('round.board')
  return cells.find((cell) => cell.round === round && cell.stage === stage)?.job ?? 'none'
}

beforeAll(async () => {
  temp = tempFolder()
  folder = join(temp.path, 'project')
  engine = newEngine()
  await call('project.create', { name: 'Rounds', folder })
  const draft = await call('toolSet.read', { paths: [join(RESOURCES, 'sample/tools.json')] })
  const toolSet = await call('toolSet.save', { draftId: draft.draftId, name: 'Tools' })
  const players = { kind: 'practice', wrongVotes: 0, wrongLabels: 0.1 } as const
  const { id } = await call('simulate.start', {
    settings: { ...DEFAULT_SIMULATE, toolSetId: toolSet.id, count: 24, seed: 4, players },
  })
  await settled(id)
  await settled((await call('prepare.start', { jobs: [id] })).id)
}, 120_000)
afterAll(async () => {
  await engine.close()
  temp.remove()
})

describe('starting a round', () => {
  const start = (more: object) => call('round.start', { settings: { round: 1, roles: ROLES, ...more } })

  it('refuses what could never work, before anything is stored', async () => {
    await expect(start({ round: 2 })).rejects.toMatchObject({ code: 'round.order', values: { next: 1 } })
    await expect(start({ stages: ['compose', 'judge'] })).rejects.toMatchObject({
      code: 'round.needs',
      values: { stage: 'judge', needs: 'probe' },
    })
    await expect(start({ judge: { votes: 4, quorum: 2 } })).rejects.toMatchObject({ code: 'judge.quorum' })
    await expect(start({ stages: ['simulate', 'prepare', 'compose'] })).rejects.toMatchObject({
      code: 'round.simulate',
    })
    await expect(call('round.redoPlan', { round: 1, stage: 'judge' })).rejects.toMatchObject({
      code: 'round.notFound',
    })
    expect((await call('job.list')).filter(({ spec }) => spec.kind === 'round')).toEqual([])
  })
})

describe('two rounds', () => {
  beforeAll(async () => {
    await makeRound(1)
    await makeRound(2)
  }, 240_000)

  it('balance in every cell; the board says what was held out, by whom, and what comes next', async () => {
    const board = await call('round.board')
    expect(board.columns.map(({ round, state }) => [round, state])).toEqual([
      [1, 'done'],
      [2, 'done'],
    ])
    for (const cell of board.cells) expect([cell, cellBalances(cell)]).toEqual([cell, true])
    for (const { heldOut, scripted, dataset, samples } of board.columns) {
      expect(heldOut?.total).toBeGreaterThan(0)
      expect(scripted).toBe(true)
      const listed = (await call('dataset.list')).find(({ id }) => id === dataset)
      expect(samples).toBe(listed?.counts.train)
    }
    expect(board.next).toMatchObject({ round: 3 })
    expect(board.next.blocked).toBeUndefined()
  })

  it('list under every path of the flow exactly its samples', async () => {
    for (const round of [1, 2]) {
      const flow = await call('round.flow', { round })
      expect(flowBalances(flow)).toBe(true)
      const seen = new Set<string>()
      for (const { standing, verdict, fate, count } of flow.paths) {
        let after: string | undefined
        let rows = 0
        do {
          const page = await call('round.samples', {
            ...{ round, standing, verdict, fate, limit: 7 },
            ...(after === undefined ? {} : { after }),
          })
          expect(page.total).toBe(count)
          for (const row of page.rows) {
            expect(row).toMatchObject({ standing, verdict, fate })
            expect(seen.has(row.id)).toBe(false)
            seen.add(row.id)
          }
          rows += page.rows.length
          after = page.next
        } while (after !== undefined)
        expect(rows).toBe(count)
      }
      expect(seen.size).toBe(flow.total)
      const probe = await call('probe.view', { job: await jobOf(round, 'probe') })
      expect(probe.counts).toEqual({
        mastered: flow.standings.mastered,
        borderline: flow.standings.borderline,
        failed: flow.standings.failed,
      })
      expect(probe.bins.reduce((sum, { count }) => sum + count, 0) + probe.withoutPerplexity).toBe(
        probe.counts.mastered + probe.counts.borderline,
      )
    }
  })

  it('score stored answers under another match without asking, and the same under their own', async () => {
    const job = await jobOf(1, 'probe')
    const own = await call('probe.view', { job })
    expect(await call('probe.view', { job, match: 'strict' })).toEqual(own)
    const schema = await call('probe.view', { job, match: 'schema' })
    expect(schema.counts.failed).toBeLessThan(own.counts.failed)
    expect((await call('probe.view', { job, share: 0 })).counts.borderline).toBe(0)
  })

  it('count every candidate of every seed once', async () => {
    const job = await jobOf(1, 'expand')
    const funnel = await call('expand.funnel', { job })
    const sum = (counts: Readonly<Record<string, number>>): number =>
      Object.values(counts).reduce((all, n) => all + n, 0)
    expect(funnel.candidates).toBe(funnel.taken + sum(funnel.refused))
    expect(sum(funnel.byFocus)).toBe(funnel.taken)
    expect(funnel.wanted).toBe(funnel.taken + funnel.missing)
    const seeds = await call('expand.seeds', { job, limit: 500 })
    expect(seeds.total).toBe(funnel.seeds)
    const [first] = seeds.rows
    const seed = await call('expand.seed', { job, sample: first?.sample ?? '' })
    expect(seed.candidates.length).toBe(first?.candidates)
    expect(seed.candidates.filter(({ taken }) => taken !== undefined).length).toBe(first?.taken)
  })

  it('tell a variation’s story from its dialog on', async () => {
    const { rows } = await call('round.samples', { round: 2, limit: 500 })
    const child = rows.find(({ pool }) => pool === 'expansion')
    const { ledger, sample } = await call('ledger.get', { sample: child?.id ?? '' })
    expect(sample?.id).toBe(child?.id)
    expect(ledger.ancestors[0]).toMatchObject({ round: 1, distance: 1 })
    expect(ledger.origins[0]).toMatchObject({ from: 'dialog' })
    const parent = await call('ledger.get', { sample: ledger.ancestors[0]?.sample ?? '' })
    expect(parent.ledger.descendants.map((one) => one.sample)).toContain(child?.id)
    expect(parent.ledger.rounds[0]).toMatchObject({ round: 1, standing: 'failed', fate: 'errorSeed' })
  })

  it('say how the judges did once a person has looked', async () => {
    const job = await jobOf(1, 'judge')
    const { rows } = await call('court.page', { job, by: 'model', limit: 20 })
    const models = new Set<string>()
    for (const { sample, verdict } of rows) {
      if (verdict === 'unjudged') continue
      for (const { judge } of (await call('court.case', { job, sample })).votes) models.add(judge)
      await call('court.overrule', { job, sample, verdict })
    }
    // Two judges took turns and are told apart.
    expect(models.size).toBe(2)
    const accuracy = await call('court.accuracy', { job })
    expect(accuracy.court.right).toBe(accuracy.court.total)
    expect(Object.keys(accuracy.byJudge).sort()).toEqual([...models].sort())
    expect((await call('court.page', { job, overruled: true })).total).toBe(accuracy.looked)
    for (const { sample, verdict } of rows)
      if (verdict !== 'unjudged') await call('court.undo', { job, sample })
    expect((await call('court.accuracy', { job })).looked).toBe(0)
    await expect(call('court.undo', { job, sample: rows[0]?.sample ?? '' })).rejects.toMatchObject({
      code: 'court.nothingToUndo',
    })
  })
})

describe('a person’s word', () => {
  it('is there after a restart, and the next round’s set holds the label it wrote', async () => {
    const judge = await jobOf(2, 'judge')
    const { rows } = await call('court.page', { job: judge, verdict: 'predictionWrong', limit: 100 })
    const cases = await Promise.all(rows.map(({ sample }) => call('court.case', { job: judge, sample })))
    const found = cases.find(({ sample }) => sample.accepted[0]?.kind === 'calls')
    const [old] = found?.sample.accepted ?? []
    if (found === undefined || old?.kind !== 'calls') throw new Error('no case with calls')
    const broken = { kind: 'calls' as const, calls: [{ name: 'no_such_tool', arguments: '{}' }] }
    const place = { job: judge, sample: found.sample.id }
    await expect(
      call('court.overrule', { ...place, verdict: 'labelWrong', label: broken }),
    ).rejects.toMatchObject({ code: 'court.label' })
    // The same call twice is another answer, and a valid one.
    const twice = [...old.calls, ...old.calls].map(({ name, arguments: given }) => ({
      name,
      arguments: `${given}`,
    }))
    const label = { kind: 'calls' as const, calls: twice }
    const told = await call('court.overrule', { ...place, verdict: 'labelWrong', label, note: 'twice' })
    expect(told).toMatchObject({ row: { by: 'human', overruled: true }, keep: 'errorSeed' })
    await engine.close()
    engine = newEngine()
    await call('project.open', { folder })
    expect((await call('court.case', place)).overrules).toMatchObject([{ label, note: 'twice' }])
    await makeRound(3, ['compose'])
    const dataset = (await call('round.board')).columns[2]?.dataset ?? ''
    const { ledger } = await call('ledger.get', { sample: found.sample.id })
    const child = ledger.descendants.find(({ pool, round }) => pool === 'errorSeed' && round === 3)
    const { sample } = await call('sample.get', { dataset, id: child?.sample ?? '' })
    expect(sample.accepted).toEqual([label])
  }, 120_000)
})

describe('doing stages again', () => {
  it('says what it will do, keeps the stages before, and replaces the rounds built on it', async () => {
    const before = await call('round.board')
    const plan = await call('round.redoPlan', { round: 1, stage: 'judge' })
    expect(plan.again.map(({ stage }) => stage)).toEqual(['judge', 'expand'])
    expect(plan.again[0]?.items).toBeGreaterThan(0)
    expect(plan.again[0]?.tokens).toBeGreaterThan(0)
    expect(plan.replaced).toEqual([2, 3])
    await settled((await call('round.redo', { round: 1, stage: 'judge' })).id)
    const after = await call('round.board')
    expect(after.columns.map(({ round }) => round)).toEqual([1])
    expect(after.next.round).toBe(2)
    const cellOf = (board: typeof before, stage: RoundStage) =>
      board.cells.find((cell) => cell.round === 1 && cell.stage === stage)
    for (const stage of ['compose', 'evaluate', 'probe'] as const)
      expect(cellOf(after, stage)?.job).toBe(cellOf(before, stage)?.job)
    for (const stage of ['judge', 'expand'] as const) {
      expect(cellOf(after, stage)?.job).not.toBe(cellOf(before, stage)?.job)
      // The old records stay, and the same seed judges the same.
      expect((await call('job.get', { id: cellOf(before, stage)?.job ?? '' })).state.name).toBe('done')
      expect(cellOf(after, stage)).toMatchObject({
        in: cellOf(before, stage)?.in,
        out: cellOf(before, stage)?.out,
      })
    }
    await makeRound(2)
    expect((await call('round.board')).columns.map(({ round }) => round)).toEqual([1, 2])
  }, 240_000)
})

describe('stages that were run one by one', () => {
  it('show on the board, and get what they lack as a round of their own', async () => {
    const { columns, next } = await call('round.board')
    const [first] = columns
    const cells = (await call('round.board')).cells
    const job = (round: number, stage: RoundStage) =>
      cells.find((cell) => cell.round === round && cell.stage === stage)?.job
    const settings = composeSettingsSchema.parse({
      ...{ name: 'By hand', round: 3, fresh: next.fresh, heldOut: first?.dataset, seed: 3 },
      trained: columns.map(({ dataset }) => dataset),
      ...{ probe: job(2, 'probe'), judge: job(2, 'judge'), expand: job(2, 'expand') },
    })
    await settled((await engine.project().start(composeWish(settings, {}))).id)
    const third = (await call('round.board')).columns[2]
    expect(third).toMatchObject({ round: 3, state: 'done' })
    expect(third?.job).toBeUndefined()
    await makeRound(3, ['evaluate', 'probe', 'judge', 'expand'])
    const board = await call('round.board')
    expect(board.cells.filter(({ round }) => round === 3).map(({ stage }) => stage)).toEqual([
      'compose',
      'evaluate',
      'probe',
      'judge',
      'expand',
    ])
    expect(board.next.round).toBe(4)
  }, 240_000)
})

describe('a round whose inputs were deleted', () => {
  it('says what is gone, at once for a redo and from the round itself where it runs into it', async () => {
    const { columns } = await call('round.board')
    const last = (await call('dataset.list')).find(({ id }) => id === columns.at(-1)?.dataset)
    rmSync(join(folder, 'datasets', last?.hash ?? 'none'), { recursive: true })
    const gone = { code: 'round.inputsGone', values: { round: 3, what: last?.name } }
    await expect(call('round.redoPlan', { round: 3, stage: 'probe' })).rejects.toMatchObject(gone)
    await expect(call('round.redo', { round: 3, stage: 'probe' })).rejects.toMatchObject(gone)
    const { id } = await call('round.start', { settings: { round: 4, roles: ROLES, seed: 3 } })
    const failed = await settled(id)
    expect(failed.state.name).toBe('failed')
    expect(failed.state.failure).toContain('round.inputsGone')
    await expect(call('round.start', { settings: { round: 4, roles: ROLES } })).rejects.toMatchObject({
      code: 'round.unfinished',
    })
    // Composing it again brings it back, and cancels the round that cannot go on.
    await settled((await call('round.redo', { round: 3, stage: 'compose' })).id)
    expect((await call('job.get', { id })).state.name).toBe('cancelled')
    expect((await call('round.board')).columns.at(-1)).toMatchObject({ round: 3, state: 'done' })
  }, 240_000)
})
