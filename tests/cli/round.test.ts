/** Rounds by the command line, with practice roles: the whole loop but training, twice over. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countsBalance, type ItemCounts } from '#core/job/job.ts'
import { loop, startLoop } from '#tests/helpers/loop.ts'
import { tempFolder } from '#tests/helpers/project.ts'

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
  readonly jobs: readonly {
    readonly kind: string
    readonly state: string
    readonly counts: ItemCounts
    readonly counters: Record<string, number>
  }[]
}

const round = async (project: string): Promise<RoundAnswer> => {
  const end = await loop('round', '--project', project, '--json')
  expect(end.code, end.err).toBe(0)
  return JSON.parse(end.out)
}

describe('loop round', () => {
  it('composes, probes, judges, expands and composes again; the held-out set stays; sums balance', async () => {
    const project = join(temp.path, 'p')
    expect((await loop('sample', '--project', project, '--dialogs', '30')).code).toBe(0)
    const first = await round(project)
    expect(first).toMatchObject({ round: 1, jobs: [{ kind: 'compose', state: 'done' }] })
    const second = await round(project)
    expect(second.jobs.map((job) => job.kind)).toEqual(['probe', 'judge', 'expand', 'compose'])
    for (const job of second.jobs) expect(countsBalance(job.counts)).toBe(true)
    const [probe, judge, expand, compose] = second.jobs.map((job) => job.counters)
    expect((probe?.['probe.match'] ?? 0) + (probe?.['probe.miss'] ?? 0)).toBe(first.dataset.counts.train)
    expect(judge?.['verdict.predictionWrong'] ?? 0).toBeGreaterThan(0)
    expect(compose?.['pool.expansion'] ?? 0).toBeLessThanOrEqual(expand?.['child.taken'] ?? 0)
    expect(second.dataset.counts.test).toBe(first.dataset.counts.test)
  }, 180_000)

  it('goes on where it was killed, and does no stage twice', async () => {
    const project = join(temp.path, 'killed')
    expect((await loop('sample', '--project', project, '--dialogs', '30')).code).toBe(0)
    await round(project)
    const run = startLoop(['round', '--project', project, '--json'])
    setTimeout(() => run.process.kill('SIGKILL'), 1500)
    await run.ended
    const second = await round(project)
    const status = JSON.parse((await loop('status', '--project', project, '--json')).out)
    const kinds = status.jobs.map((job: { kind: string }) => job.kind).sort()
    const wanted = ['compose', 'compose', 'expand', 'judge', 'prepare', 'probe', 'simulate']
    // A kill that came after the end leaves one round more.
    expect(second.round === 2 ? kinds : wanted).toEqual(wanted)
  }, 180_000)

  it('says what to do first', async () => {
    const project = join(temp.path, 'empty')
    const tools = join(import.meta.dirname, '../../resources/sample/tools.json')
    expect((await loop('import', tools, '--project', project)).code).toBe(0)
    const end = await loop('round', '--project', project)
    expect(end).toMatchObject({ code: 1, out: '' })
    expect(end.err).toContain('prepare samples first')
  }, 60_000)
})
