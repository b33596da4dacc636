/** Rounds by the command line, with practice roles: the whole loop but training, twice over, killed and redone. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countsBalance, type ItemCounts } from '#core/job/job.ts'
import type { BoardCell } from '#core/round/board.ts'
import { loop, startLoop } from '#tests/helpers/loop.ts'
import { tempFolder } from '#tests/helpers/project.ts'

const TOOLS = join(import.meta.dirname, '../../resources/sample/tools.json')
const STAGES = ['compose', 'evaluate', 'probe', 'judge', 'expand']

let temp: ReturnType<typeof tempFolder>
beforeAll(() => {
  temp = tempFolder()
})
afterAll(() => temp.remove())

interface RoundAnswer {
  readonly round: number
  readonly dataset: {
    readonly id: string
    readonly counts: { readonly train: number; readonly test: number }
  }
  readonly heldOut?: { readonly right: number; readonly total: number }
  readonly cells: readonly BoardCell[]
  readonly jobs: readonly {
    readonly id: string
    readonly kind: string
    readonly state: string
    readonly counts: ItemCounts
    readonly counters: Record<string, number>
  }[]
}

async function prepared(name: string): Promise<string> {
  const project = join(temp.path, name)
  for (const args of [['import', TOOLS], ['simulate', '--count', '30'], ['prepare']]) {
    const end = await loop(...args, '--project', project)
    expect(end.code, end.err).toBe(0)
  }
  return project
}

const round = async (project: string, ...more: string[]): Promise<RoundAnswer> => {
  const end = await loop('round', '--project', project, '--json', ...more)
  expect(end.code, end.err).toBe(0)
  return JSON.parse(end.out)
}

const jobsIn = async (project: string): Promise<{ id: string; kind: string; counts: ItemCounts }[]> =>
  JSON.parse((await loop('status', '--project', project, '--json')).out).jobs

describe('loop round', () => {
  it('runs two rounds; sums balance, the held-out set stays, the second is made from the first', async () => {
    const project = await prepared('p')
    const first = await round(project)
    expect(first.jobs.map((job) => job.kind)).toEqual(STAGES)
    const second = await round(project)
    expect(second.jobs.map((job) => job.kind)).toEqual(STAGES)
    for (const job of [...first.jobs, ...second.jobs]) expect(countsBalance(job.counts)).toBe(true)
    const [, evaluate, probe, judge] = first.jobs.map((job) => job.counters)
    expect((probe?.['probe.match'] ?? 0) + (probe?.['probe.miss'] ?? 0)).toBe(first.dataset.counts.train)
    expect(first.heldOut).toMatchObject({
      right: evaluate?.['probe.match'] ?? 0,
      total: first.dataset.counts.test,
    })
    expect(judge?.['verdict.predictionWrong'] ?? 0).toBeGreaterThan(0)
    const [compose] = second.jobs.map((job) => job.counters)
    expect(compose?.['pool.expansion']).toBeGreaterThan(0)
    expect(compose?.['pool.errorSeed']).toBeGreaterThan(0)
    expect(second.dataset.counts.test).toBe(first.dataset.counts.test)
  }, 600_000)

  it('goes on where it was killed, and does no stage twice', async () => {
    const project = await prepared('killed')
    for (let kills = 0; kills < 4; kills++) {
      const run = startLoop(['round', '--project', project, '--json'])
      const timer = setTimeout(() => run.process.kill('SIGKILL'), 900 + 500 * kills)
      await run.ended
      clearTimeout(timer)
    }
    const last = await round(project)
    const jobs = await jobsIn(project)
    const rounds = jobs.filter(({ kind }) => kind === 'round').length
    expect(rounds).toBe(last.round)
    // Each round has each of its stages once, whatever was killed.
    for (const stage of STAGES) expect(jobs.filter(({ kind }) => kind === stage).length).toBe(rounds)
    for (const { counts } of jobs) expect(countsBalance(counts)).toBe(true)
  }, 600_000)

  it('does a stage and those after it again, keeps the others, and replaces what was built on them', async () => {
    const project = await prepared('redo')
    const judges = ['--judges', 'practice:0.95,practice:0.85']
    const first = await round(project, ...judges)
    const second = await round(project, ...judges)
    expect(second.round).toBe(2)
    const again = await round(project, '--redo', '1:judge')
    expect(again.round).toBe(1)
    const kept = (answer: RoundAnswer): unknown =>
      answer.jobs.filter(({ kind }) => !['judge', 'expand'].includes(kind)).map(({ id }) => id)
    expect(kept(again)).toEqual(kept(first))
    for (const stage of ['judge', 'expand']) {
      const [before, after] = [first, again].map(({ jobs }) => jobs.find(({ kind }) => kind === stage))
      expect(after?.id).not.toBe(before?.id)
      expect(after?.counts).toEqual(before?.counts)
    }
    // Round 2 was made from what is replaced: it is made anew.
    expect((await round(project, ...judges)).round).toBe(2)
    expect((await jobsIn(project)).filter(({ kind }) => kind === 'compose').length).toBe(3)
  }, 600_000)

  it('says what to do first', async () => {
    const project = join(temp.path, 'empty')
    expect((await loop('import', TOOLS, '--project', project)).code).toBe(0)
    const end = await loop('round', '--project', project)
    expect(end).toMatchObject({ code: 1, out: '' })
    expect(end.err).toContain('prepare samples first')
    for (const wrong of [
      ['--redo', 'x'],
      ['--stages', 'cook'],
      ['--judges', 'practice:2'],
      ['--policy', 'http://x/v1'],
    ])
      expect((await loop('round', '--project', project, ...wrong)).code).toBe(2)
  }, 60_000)
})
