import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeDataset } from '#engine/dataset/dataset-files.ts'
import { type SampleQuery, sampleOf, samplePage } from '#engine/dataset/pages.ts'
import { neverStopped, sampleNumber } from './samples.ts'

const COUNT = 2300
let root = ''
let folder = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'pages-'))
  const plan = { datasetsFolder: root, job: 'j', preamble: 'Do it.', testShare: 0.02, seed: 2025, round: 1 }
  const written = await writeDataset(
    plan,
    async (spool) => {
      for (let i = 0; i < COUNT; i++) spool.add(sampleNumber(i))
    },
    neverStopped(),
  )
  folder = written?.folder ?? ''
})
afterAll(() => rm(root, { recursive: true, force: true }))

const page = (query: Partial<SampleQuery> = {}) => samplePage(folder, { search: '', limit: 500, ...query })
async function all(query: Partial<SampleQuery>): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | undefined; ; ) {
    const found = await page({ ...query, after })
    ids.push(...found.rows.map((row) => row.id))
    if (found.next === undefined) return ids
    after = found.next
  }
}

describe('pages of samples', () => {
  it('walk over every sample once, in order', async () => {
    expect(await all({})).toEqual(Array.from({ length: COUNT }, (_, i) => sampleNumber(i).id))
  })

  it('say what a list shows of a sample', async () => {
    const { rows, total } = await page({ limit: 5 })
    expect(total).toBe(COUNT)
    expect(rows[4]).toMatchObject({
      id: 's000004',
      kind: 'chat',
      calls: [],
      answer: "It's fine 4",
      messages: 1,
    })
    expect(rows[1]).toMatchObject({ language: 'zh', calls: ['get_weather'], prompt: '查询北京第1天的天气' })
  })

  it('filter, and count what the filters find', async () => {
    const { total, facets } = await page({ language: 'zh', kind: 'chat', limit: 1 })
    expect(total).toBe(COUNT / 10)
    expect(facets.kind).toEqual({ chat: COUNT / 10 })
    expect(Object.values(facets.split ?? {}).reduce((a, b) => a + b, 0)).toBe(COUNT / 10)
    expect((await all({ split: 'test' })).length).toBe(46)
  })

  it.each([
    ['北京第17天', 1],
    ['LIMA" ON day 18%', 1],
    ['% of_it', COUNT / 2],
    ["'; DROP TABLE x; --", 0],
    ["It's fine 2299", 1],
    ['find_flight_nowhere', 0],
  ])('search text as it stands: %s', async (search, total) => {
    expect((await page({ search, limit: 1 })).total).toBe(total)
  })

  it('take a broken cursor for none', async () => {
    expect((await page({ after: "1' OR '1", limit: 2 })).rows.map((row) => row.id)).toEqual([
      's000000',
      's000001',
    ])
  })

  it('give a sample back as it was made, with the texts that training sees', async () => {
    const found = await sampleOf(folder, 's000007')
    expect(found.sample).toEqual(sampleNumber(7))
    expect(found.rendering.input).toBe('查询北京第7天的天气')
    expect(found.rendering.instruction).toMatch(
      /^Do it\.\n\nThe current time is 2024-05-01, Wednesday\.\n# Tools\n/,
    )
    await expect(sampleOf(folder, 'nobody')).rejects.toMatchObject({ code: 'sample.notFound' })
  })
})
