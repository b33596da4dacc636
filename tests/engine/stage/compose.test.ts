import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { type ComposeSettings, composeSettingsSchema } from '#core/round/settings.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import type { Sample } from '#core/sample/sample.ts'
import { withDuckDb } from '#engine/dataset/duckdb.ts'
import { sampleOf as readSample, samplePage } from '#engine/dataset/pages.ts'
import { readRoundNotes } from '#engine/dataset/round-notes.ts'
import type { Probed, RoundSources, Settled } from '#engine/stage/compose/gather.ts'
import { type ComposeDeps, composeKind } from '#engine/stage/compose/kind.ts'
import { fakeItem } from '#tests/fakes/item-context.ts'
import { childOf, sampleOf, samples } from '../../core/round/samples.ts'
import { inFolder } from '../dataset/samples.ts'

interface Project {
  datasets: Record<string, { train: readonly Sample[]; test: readonly Sample[] }>
  probes: Record<string, readonly Probed[]>
  judges: Record<string, readonly Settled[]>
  expands: Record<string, readonly Sample[]>
}

async function* each<T>(table: Readonly<Record<string, readonly T[]>>, id: string): AsyncGenerator<T> {
  const list = table[id]
  if (!list) throw new Failure('dataset.notFound', { id })
  yield* list
}

const sourcesOf = ({ datasets, probes, judges, expands }: Project): RoundSources => ({
  async *samples(id, part) {
    const found = datasets[id]
    if (!found) throw new Failure('dataset.notFound', { id })
    if (part !== 'test') yield* found.train
    if (part !== 'train') yield* found.test
  },
  probed: (job) => each(probes, job),
  settled: (job) => each(judges, job),
  children: (job) => each(expands, job),
})

const depsFor = (folder: string, project: Project, recorded: Dataset[]): ComposeDeps => ({
  ...sourcesOf(project),
  prompts: { recorded: async () => ({ get: () => ({ body: 'Do it.' }) }) },
  datasetsFolder: folder,
  nextNumber: async () => 2,
  recordDataset: (dataset) => {
    recorded.push(dataset)
    return { sql: 'INSERT', params: [dataset.id] }
  },
  now: () => '2026-01-01T00:00:00.000Z',
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
})

const itemFor = (settings: ComposeSettings) =>
  fakeItem({
    spec: {
      id: 'compose-1',
      kind: 'compose',
      kindVersion: 1,
      title: '',
      inputs: {},
      prompts: {},
      roles: {},
      settings,
      seed: settings.seed,
      budget: {},
      concurrency: 1,
      appVersion: '0',
      createdAt: '2026-01-01T00:00:00.000Z',
    },
    settings,
    key: 'dataset',
    input: {},
    chat: () => Promise.reject(new Error('compose asks no model')),
  }).context

const settingsOf = (raw: z.input<typeof composeSettingsSchema>): ComposeSettings =>
  composeSettingsSchema.parse(raw)

async function compose(folder: string, project: Project, raw: z.input<typeof composeSettingsSchema>) {
  const recorded: Dataset[] = []
  const end = await composeKind(depsFor(folder, project, recorded)).run(itemFor(settingsOf(raw)))
  const [dataset] = recorded
  return { end, dataset, path: `${folder}/${dataset?.hash}` }
}

const idsIn = async (path: string, part: 'train' | 'test'): Promise<string[]> =>
  withDuckDb(path, async (connection) => {
    const reader = await connection.runAndReadAll(
      'SELECT extra_info.sample_id AS id FROM read_parquet($file)',
      { file: `${path}/${part}.parquet` },
    )
    return z
      .array(z.object({ id: z.string() }))
      .parse(reader.getRowObjectsJS())
      .map(({ id }) => id)
  })

const FIRST: Project = {
  datasets: { seeds: { train: samples(196), test: samples(4, 196) } },
  probes: {},
  judges: {},
  expands: {},
}

/** Round 1 trained on 0 … 59; 60 … 69 are held out; 100 … 199 are fresh. */
const trained = samples(60)
const found = (sample: Sample, standing: Probed['standing'], perplexity: number): Probed => ({
  sample,
  standing,
  passRate: standing === 'failed' ? 0 : 1,
  perplexity,
})
const judged = (i: number, keep: Settled['keep'], accepted = sampleOf(i).accepted): Settled => ({
  original: sampleOf(i),
  after: { ...sampleOf(i), accepted },
  keep,
})
const child = (i: number, seed: number): Sample =>
  sampleOf(i, { id: `child${i}`, parents: childOf(sampleOf(seed).id) })
const SECOND: Project = {
  datasets: {
    seeds: { train: samples(100, 100), test: [] },
    round1: { train: trained, test: samples(10, 60) },
  },
  probes: {
    probe: trained.map((sample, i) =>
      found(
        sample,
        i < 10 ? 'failed' : i < 20 ? 'borderline' : 'mastered',
        i < 10 ? 3 + i / 100 : i < 20 ? 2 + i / 100 : 1.1,
      ),
    ),
  },
  judges: {
    judge: [
      judged(0, 'errorSeed'),
      judged(1, 'errorSeed', sampleOf(500).accepted),
      judged(2, 'dropped'),
      judged(3, 'highPerplexityOnly', [...sampleOf(3).accepted, ...sampleOf(501).accepted]),
      judged(4, 'unjudged'),
    ],
  },
  expands: { expand: [child(300, 0), child(301, 0), child(302, 1), { ...child(60, 1), id: 'copy' }] },
}
const ROUND_2 = {
  name: 'Round 2',
  round: 2,
  size: 26,
  fresh: ['seeds'],
  trained: ['round1'],
  heldOut: 'round1',
  probe: 'probe',
  judge: 'judge',
  expand: 'expand',
}

describe('compose, round 1', () => {
  it('splits the held-out dialogs off, trains on the rest, and nothing is lost between', async () => {
    await inFolder(async (folder) => {
      const { end, dataset, path } = await compose(folder, FIRST, { fresh: ['seeds'], heldOutShare: 0.1 })
      expect(end).toMatchObject({ state: 'done', counters: { 'pool.fresh': 180, missing: 0 } })
      expect(dataset).toMatchObject({ counts: { train: 180, test: 20 }, parents: [{ dataset: 'seeds' }] })
      const [train, test] = [await idsIn(path, 'train'), await idsIn(path, 'test')]
      expect(new Set([...train, ...test]).size).toBe(200)
      const dialogs = new Set(test.map((id) => Math.floor(Number(id.slice(1)) / 2)))
      expect(train.some((id) => dialogs.has(Math.floor(Number(id.slice(1)) / 2)))).toBe(false)
      expect((await samplePage(path, { search: '', split: 'test', limit: 1 })).total).toBe(20)
    })
  })

  it('takes as many as are wanted and leaves the others fresh', async () => {
    await inFolder(async (folder) => {
      const { dataset } = await compose(folder, FIRST, { fresh: ['seeds'], size: 50, heldOutShare: 0.1 })
      expect(dataset?.counts).toMatchObject({ train: 50, test: 20 })
    })
  })
})

describe('compose, a later round', () => {
  it('mixes the pools as the paper does and says why each sample is there', async () => {
    await inFolder(async (folder) => {
      const { end, dataset, path } = await compose(folder, SECOND, ROUND_2)
      // 8 fresh by schedule, 2 error seeds, 3 children (a fourth repeats a held-out sample), 13 of high perplexity
      // are wanted and 11 are there, so that 2 more are fresh.
      expect(end).toMatchObject({
        state: 'done',
        counters: {
          'pool.fresh': 10,
          'pool.errorSeed': 2,
          'pool.expansion': 3,
          'pool.highPerplexity': 11,
          'filled.fresh': 2,
          'refused.heldOutCopy': 1,
          missing: 0,
        },
        summary: { mix: { short: [{ pool: 'highPerplexity', wanted: 13, available: 11 }] } },
      })
      expect(dataset?.counts).toEqual({ train: 26, test: 10, refused: { heldOutCopy: 1 } })
      const notes = await readRoundNotes(path)
      expect(notes.map(({ id }) => id)).toEqual(await idsIn(path, 'train'))
      expect(
        notes
          .filter(({ pool }) => pool === 'expansion')
          .map(({ id }) => id)
          .sort(),
      ).toEqual(['child300', 'child301', 'child302'])
    })
  })

  it('trains on the corrected label under an id of its own, with the old sample as a parent', async () => {
    await inFolder(async (folder) => {
      const { path } = await compose(folder, SECOND, ROUND_2)
      const seeds = (await readRoundNotes(path)).filter(({ pool }) => pool === 'errorSeed')
      const corrected = seeds.find(({ id }) => id !== sampleOf(0).id)
      expect(seeds).toHaveLength(2)
      const { sample } = await readSample(path, corrected?.id ?? '')
      expect(sample.accepted).toEqual(sampleOf(500).accepted)
      expect(sample.parents).toContainEqual({ from: 'sample', sample: sampleOf(1).id })
    })
  })

  it('goes from what the policy does well to what it fails at', async () => {
    await inFolder(async (folder) => {
      const { path } = await compose(folder, SECOND, ROUND_2)
      const rates = (await readRoundNotes(path)).flatMap(({ passRate }) => passRate ?? [])
      expect(rates).toEqual([...rates].sort((a, b) => b - a))
      expect(new Set(rates)).toEqual(new Set([0, 1]))
    })
  })

  it('never trains on what is held out, was dropped, is unjudged, or was trained on and is mastered', async () => {
    await inFolder(async (folder) => {
      const { path } = await compose(folder, SECOND, { ...ROUND_2, size: 500 })
      const train = new Set(await idsIn(path, 'train'))
      const banned = [2, 4, ...Array.from({ length: 40 }, (_, i) => 20 + i), 60, 61, 69]
      expect(banned.filter((i) => train.has(sampleOf(i).id))).toEqual([])
      expect((await idsIn(path, 'test')).sort()).toEqual(samples(10, 60).map(({ id }) => id))
    })
  })

  it('gives the same dataset again after a kill, and another for another choice or order', async () => {
    await inFolder(async (folder) => {
      const { path } = await compose(folder, SECOND, ROUND_2)
      expect((await compose(folder, SECOND, ROUND_2)).path).toBe(path)
      expect(await readdir(folder)).toHaveLength(1)
      const shuffled = await compose(folder, SECOND, { ...ROUND_2, order: 'shuffled' })
      expect(shuffled.path).not.toBe(path)
      expect((await compose(folder, SECOND, { ...ROUND_2, wanted: { fresh: 9 } })).path).not.toBe(path)
    })
  })

  it('chooses again when a person spoke between its two readings', async () => {
    await inFolder(async (folder) => {
      const recorded: Dataset[] = []
      const before = sourcesOf(SECOND)
      const after = sourcesOf({
        ...SECOND,
        judges: { judge: [judged(0, 'dropped'), judged(1, 'errorSeed')] },
      })
      let readings = 0
      const deps: ComposeDeps = {
        ...depsFor(folder, SECOND, recorded),
        settled: (job) => (readings++ === 0 ? before : after).settled(job),
      }
      const end = await composeKind(deps).run(itemFor(settingsOf(ROUND_2)))
      // Read once for a choice that no longer held, twice for one that did.
      expect(readings).toBe(4)
      expect(end.counters?.['pool.errorSeed']).toBe(1)
      expect(recorded[0]?.counts.train).toBe(end.counters?.['samples.train'])
      const { counters = {} } = end
      const pools = Object.entries(counters).filter(([name]) => name.startsWith('pool.'))
      expect(pools.reduce((sum, [, count]) => sum + count, 0)).toBe(counters['samples.train'])
    })
  })

  it('fails with the reason when an input was deleted, and leaves nothing behind', async () => {
    await inFolder(async (folder) => {
      const gone = { ...SECOND, expands: {} }
      await expect(compose(folder, gone, ROUND_2)).rejects.toThrow(Failure)
      expect(await readdir(folder)).toEqual([])
    })
  })

  it('is dropped, with what was missing, when there is nothing to train on', async () => {
    await inFolder(async (folder) => {
      const empty = { ...SECOND, datasets: { ...SECOND.datasets, round1: { train: trained, test: [] } } }
      const { end } = await compose(folder, empty, {
        ...{ name: 'none', round: 2, size: 5, trained: ['round1'], heldOut: 'round1' },
      })
      expect(end).toMatchObject({ state: 'dropped', reason: 'dataset.empty' })
      expect(await readdir(folder)).toEqual([])
    })
  })
})

it('refuses a plan that could train on the held-out set or has nothing to go on', () => {
  const kind = composeKind(depsFor('/nowhere', FIRST, []))
  for (const raw of [
    { round: 1 },
    { round: 2, trained: ['a'], fresh: ['b'] },
    { round: 2, heldOut: 'a' },
    { round: 1, fresh: ['a'], wanted: { fresh: -1 } },
    7,
  ])
    expect(() => kind.decodeSettings(raw)).toThrow(expect.objectContaining({ code: 'job.settings' }) as Error)
  expect(kind.decodeSettings({ fresh: ['a'] })).toMatchObject({ round: 1, order: 'curriculum' })
})
