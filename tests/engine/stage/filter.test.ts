import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { decodeRemoved } from '#core/filter/rules.ts'
import type { FilterSettings } from '#core/filter/settings.ts'
import { checkSettingsSchema, filterSettingsSchema } from '#core/filter/settings.ts'
import type { JobSpec } from '#core/job/job.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import type { Sample } from '#core/sample/sample.ts'
import { samplePage } from '#engine/dataset/pages.ts'
import { ItemFailure, type PlannedItem, type StepRecord } from '#engine/job/kind.ts'
import { checkKind } from '#engine/stage/filter/check-kind.ts'
import { type CheckedSample, type FilterDeps, filterKind } from '#engine/stage/filter/kind.ts'
import { createPrompts } from '#engine/stage/prompts.ts'
import { call, SEED } from '#tests/core/expand/cases.ts'
import { fakeItem } from '#tests/fakes/item-context.ts'
import { inFolder } from '../dataset/samples.ts'
import { resourcesFolder } from './play.ts'
import { replyOf } from './scripted.ts'

async function* each<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list
}
const CITIES = ['Lima', 'Oslo', 'Quito', 'Hanoi', 'Accra', 'Perth', 'Turin', 'Delhi', 'Cairo', 'Osaka']
const sampleAt = (n: number, more: Partial<Sample> = {}): Sample => {
  const city = CITIES[n % CITIES.length] ?? ''
  return {
    ...SEED,
    id: `s${n}`,
    messages: [{ role: 'user', text: `Number ${n} wants the weather in ${city}.` }],
    accepted: [{ kind: 'calls', calls: [call(city)] }],
    ...more,
  }
}
const ten = Array.from({ length: 10 }, (_, n) => sampleAt(n))
const specOf = (kind: string, settings: unknown): JobSpec => ({
  id: `${kind}-1`,
  kind,
  kindVersion: 1,
  title: '',
  inputs: {},
  prompts: {},
  roles: {},
  settings,
  seed: 5,
  budget: {},
  concurrency: 1,
  appVersion: '0',
  createdAt: '2026-01-01T00:00:00.000Z',
})

interface Sifted {
  readonly samples: readonly Sample[]
  readonly tests?: readonly Sample[]
  readonly heldOut?: readonly Sample[]
  readonly checked?: readonly CheckedSample[]
  readonly settings?: Partial<FilterSettings>
  readonly steps?: readonly StepRecord[]
}
async function sift(
  folder: string,
  { samples, tests = [], heldOut = [], checked = [], settings = {}, steps }: Sifted,
) {
  const recorded: Dataset[] = []
  const deps: FilterDeps = {
    samples: (_, part) => each(part === 'train' ? samples : tests),
    heldOut: () => each(heldOut),
    checked: () => each(checked),
    prompts: createPrompts({ resourcesFolder }),
    datasetsFolder: folder,
    nextNumber: async () => 4,
    recordDataset: (dataset) => {
      recorded.push(dataset)
      return { sql: 'INSERT', params: [dataset.id] }
    },
    now: () => '2026-01-01T00:00:00.000Z',
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  }
  const decoded = filterSettingsSchema.parse({ dataset: 'd1', ...settings })
  const item = fakeItem({
    spec: specOf('filter', decoded),
    settings: decoded,
    key: 'dataset',
    input: {},
    ...(steps ? { steps } : {}),
    chat: () => Promise.reject(new Error('filter asks no model')),
  })
  const end = await filterKind(deps).run(item.context)
  const told = item.steps.flatMap(({ body }) => decodeRemoved(body))
  return { end, told, recorded, steps: item.steps }
}

describe('filter', () => {
  it('writes what is left, tells each removed sample with its reason, and the sums agree', async () => {
    await inFolder(async (folder) => {
      const bad = sampleAt(20, { accepted: [{ kind: 'calls', calls: [call('Lima', ',"x":1')] }] })
      const { end, told, recorded } = await sift(folder, {
        samples: [...ten, bad, { ...sampleAt(3), id: 'twin' }],
        heldOut: [sampleAt(7)],
      })
      expect(told).toMatchObject([
        { sample: 's7', why: 'heldOut' },
        { sample: 's20', why: 'schema' },
        { sample: 'twin', why: 'duplicate', detail: 's3' },
      ])
      expect(end).toMatchObject({ state: 'done', writes: [{ params: ['dataset-filter-1'] }] })
      const { counters = {} } = end
      expect(counters['samples.in']).toBe(12)
      expect((counters['samples.train'] ?? 0) + (counters['samples.test'] ?? 0) + told.length).toBe(12)
      expect(recorded[0]).toMatchObject({
        number: 4,
        parents: [{ dataset: 'd1' }],
        counts: { refused: { heldOut: 1, schema: 1, duplicate: 1 } },
      })
      const page = await samplePage(`${folder}/${recorded[0]?.hash}`, { search: '', limit: 50 })
      expect(page.total).toBe(9)
    })
  })

  it('leaves every sample in its part and order, and nothing in training that stands among the tests', async () => {
    await inFolder(async (folder) => {
      const tests = [sampleAt(40), sampleAt(41)]
      const samples = [sampleAt(5), { ...sampleAt(41), id: 'repeat' }, sampleAt(2), sampleAt(40)]
      const { told, recorded } = await sift(folder, { samples, tests, heldOut: tests })
      expect(told.map(({ sample, why }) => [sample, why])).toEqual([
        ['repeat', 'heldOut'],
        ['s40', 'heldOut'],
      ])
      expect(recorded[0]?.counts).toMatchObject({ train: 2, test: 2 })
      const { rows } = await samplePage(`${folder}/${recorded[0]?.hash}`, { search: '', limit: 50 })
      expect(rows.map(({ id, split }) => [id, split])).toEqual([
        ['s5', 'train'],
        ['s2', 'train'],
        ['s40', 'test'],
        ['s41', 'test'],
      ])
    })
  })

  it('takes out what the votes found wrong; without a verdict a sample stays and is counted', async () => {
    await inFolder(async (folder) => {
      const { end, told } = await sift(folder, {
        samples: ten,
        settings: { checkJob: 'c1' },
        checked: ten.slice(0, 8).map(({ id }, n) => ({
          sample: id,
          verdict: n === 2 ? 'incorrect' : n === 3 ? 'undecided' : 'correct',
          reason: n === 2 ? 'another city' : '',
        })),
      })
      expect(told).toEqual([{ sample: 's2', why: 'checker', detail: 'another city' }])
      expect(end.counters).toMatchObject({ 'samples.unchecked': 3, 'removed.checker': 1 })
    })
  })

  it('gives the same dataset and tells nothing twice when it is run again after a kill', async () => {
    await inFolder(async (folder) => {
      const samples = [...ten, { ...sampleAt(3), id: 'twin' }]
      const first = await sift(folder, { samples })
      const again = await sift(folder, { samples, steps: first.steps })
      expect(again.steps).toEqual(first.steps)
      expect(again.recorded).toEqual(first.recorded)
      expect(await readdir(folder)).toHaveLength(1)
    })
  })

  it('drops the item and still tells why when nothing is left', async () => {
    await inFolder(async (folder) => {
      const { end, told } = await sift(folder, { samples: ten, tests: [sampleAt(50)], heldOut: ten })
      expect(end).toMatchObject({ state: 'dropped', reason: 'dataset.empty', detail: '{"heldOut":10}' })
      expect(told).toHaveLength(10)
      expect(await readdir(folder)).toEqual([])
    })
  })
})

describe('check', () => {
  const run = async (
    answers: readonly string[],
    check = { votes: 3, quorum: 2 },
    steps: readonly StepRecord[] = [],
  ) => {
    const settings = checkSettingsSchema.parse({ dataset: 'd1', check })
    const spec = specOf('check', settings)
    const kind = checkKind({
      samples: () => each(ten),
      sample: async (_, id) => ten.find((sample) => sample.id === id) ?? SEED,
      prompts: createPrompts({ resourcesFolder }),
    })
    const items: PlannedItem[] = []
    for await (const item of kind.plan({ spec, settings, signal: new AbortController().signal }))
      items.push(item)
    const keys = items.map(({ key }) => key)
    const asked: string[] = []
    const item = fakeItem({
      spec,
      settings,
      key: keys[0] ?? '',
      input: items[0]?.input,
      steps,
      chat: async (_, { itemKey = '' }) => replyOf(answers[asked.push(itemKey) - 1] ?? ''),
    })
    const end = await kind.run(item.context).catch((error: unknown) => error)
    return { keys, asked, end, ...item }
  }
  const yes = '{"reason":"fits","verdict":"correct"}'
  const no = '{"reason":"other city","verdict":"incorrect"}'

  it('has one item a sample and asks no more votes than decide', async () => {
    const { keys, asked, end } = await run([yes, yes, no])
    expect(keys).toEqual(ten.map(({ id }) => id))
    expect(asked).toEqual(['s0|checker|0|0', 's0|checker|0|3'])
    expect(end).toMatchObject({ state: 'done', summary: { verdict: 'correct', votes: 2 } })
  })

  it('drops what a quorum calls incorrect, with the reason given', async () => {
    expect((await run([no, yes, no])).end).toMatchObject({
      state: 'dropped',
      reason: 'check.incorrect',
      detail: 'other city',
    })
  })

  it('decides nothing without a quorum', async () => {
    expect((await run([no, yes], { votes: 3, quorum: 3 })).end).toMatchObject({
      state: 'done',
      summary: { verdict: 'undecided', votes: 2 },
    })
  })

  it('asks again for a vote that cannot be read, and fails the item rather than count it', async () => {
    const once = await run(['Hm, 正确?', yes, yes])
    expect(once.end).toMatchObject({ state: 'done', summary: { votes: 2 } })
    const never = await run([yes, '', 'yes', '{"verdict":1}'])
    expect(never.end).toBeInstanceOf(ItemFailure)
    expect(never.end).toMatchObject({ boundary: 'judge', reason: 'check.shape' })
    const retried = await run([yes], undefined, never.steps)
    expect(retried.asked).toEqual(['s0|checker|0|3'])
    expect(retried.end).toMatchObject({ state: 'done', summary: { verdict: 'correct', votes: 2 } })
  })
})
