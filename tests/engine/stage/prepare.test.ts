import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { PrepareSettings } from '#core/dialog/settings.ts'
import { Random } from '#core/random/random.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import { samplePage } from '#engine/dataset/pages.ts'
import type { ItemContext } from '#engine/job/kind.ts'
import { type FinishedDialog, type PrepareDeps, prepareKind } from '#engine/stage/prepare/kind.ts'
import { calls, dialogOf, results, says, user, WEATHER } from '../../core/sample/dialogs.ts'
import { inFolder } from '../dataset/samples.ts'

const settings: PrepareSettings = {
  name: 'Samples',
  jobs: ['j1'],
  history: 8,
  textSamples: true,
  testShare: 0.02,
  seed: 2025,
}
const call = (more = {}) => calls([['get_weather', '{"city":"Lima"}']], more)
const finished = (i: number): FinishedDialog => ({
  key: `d${i}`,
  dialog: dialogOf([
    user(`weather ${i}`),
    call({ agreed: i % 3 !== 0 }),
    results(['get_weather', i % 4 === 1 ? '{"error":"down"}' : '{"t":1}']),
    says('warm'),
  ]),
  tools: [WEATHER],
  toolSetHash: 'hash',
})

function depsFor(folder: string, dialogs: readonly FinishedDialog[], recorded: Dataset[] = []): PrepareDeps {
  return {
    dialogs: async function* () {
      yield* dialogs
    },
    prompts: { recorded: async () => ({ get: () => ({ body: 'Do it.' }) }) },
    datasetsFolder: folder,
    nextNumber: async () => 3,
    recordDataset: (dataset) => {
      recorded.push(dataset)
      return { sql: 'INSERT', params: [dataset.id] }
    },
    now: () => '2026-01-01T00:00:00.000Z',
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  }
}
const contextFor = (signal = new AbortController().signal): ItemContext<PrepareSettings> => ({
  spec: {
    id: 'prepare-1',
    kind: 'prepare',
    kindVersion: 1,
    title: '',
    inputs: {},
    prompts: {},
    roles: {},
    settings,
    seed: 2025,
    budget: {},
    concurrency: 1,
    appVersion: '0',
    createdAt: '2026-01-01T00:00:00.000Z',
  },
  settings,
  signal,
  key: 'dataset',
  input: {},
  failures: 0,
  steps: [],
  commit: async () => undefined,
  random: (...parts) => new Random(...parts),
  chat: () => Promise.reject(new Error('prepare asks no model')),
  progress: () => undefined,
})
const twelve = Array.from({ length: 12 }, (_, i) => finished(i))

describe('prepare', () => {
  it('writes the dataset, records it, and its counts add up to the assistant turns', async () => {
    await inFolder(async (folder) => {
      const recorded: Dataset[] = []
      const end = await prepareKind(depsFor(folder, twelve, recorded)).run(contextFor())
      expect(end).toMatchObject({
        state: 'done',
        counters: {
          'samples.call': 6,
          'samples.text': 12,
          'samples.train': 17,
          'samples.test': 1,
          'refused.unagreed': 4,
          'refused.errorResult': 2,
        },
        writes: [{ params: ['dataset-prepare-1'] }],
      })
      expect(recorded[0]).toMatchObject({
        number: 3,
        counts: { train: 17, test: 1 },
        parents: [{ job: 'j1' }],
      })
      expect(await readdir(folder)).toEqual([recorded[0]?.hash])
      expect((await samplePage(`${folder}/${recorded[0]?.hash}`, { search: '', limit: 1 })).total).toBe(18)
    })
  })

  it('gives the same dataset when it is run again after a kill', async () => {
    await inFolder(async (folder) => {
      const recorded: Dataset[] = []
      const kind = prepareKind(depsFor(folder, twelve, recorded))
      await kind.run(contextFor())
      await kind.run(contextFor())
      expect(recorded[1]).toEqual(recorded[0])
      expect(await readdir(folder)).toHaveLength(1)
    })
  })

  it('never makes a sample of an unagreed turn', async () => {
    await inFolder(async (folder) => {
      const unagreed = Array.from({ length: 5 }, (_, i) => finished(i * 3))
      const recorded: Dataset[] = []
      await prepareKind(depsFor(folder, unagreed, recorded)).run(contextFor())
      const { rows } = await samplePage(`${folder}/${recorded[0]?.hash}`, { search: '', limit: 100 })
      expect(rows.filter((row) => row.calls.length > 0)).toEqual([])
    })
  })

  it('drops the item with its counts when no sample is left, and writes nothing', async () => {
    await inFolder(async (folder) => {
      const only: FinishedDialog = {
        ...finished(0),
        dialog: dialogOf([user('a'), call({ marks: ['schema'] })]),
      }
      const end = await prepareKind(depsFor(folder, [only])).run(contextFor())
      expect(end).toMatchObject({
        state: 'dropped',
        reason: 'dataset.empty',
        counters: { 'refused.marked': 1 },
      })
      expect(await readdir(folder)).toEqual([])
    })
  })

  it('counts a sample that is there already as a duplicate', async () => {
    await inFolder(async (folder) => {
      const end = await prepareKind(depsFor(folder, [finished(2), finished(2)])).run(contextFor())
      expect(end.counters).toMatchObject({ 'samples.call': 1, 'samples.text': 1, 'refused.duplicate': 2 })
    })
  })

  it('stops when the job is paused and leaves nothing half done', async () => {
    await inFolder(async (folder) => {
      const paused = AbortSignal.abort(new Error('pausing'))
      await expect(prepareKind(depsFor(folder, twelve)).run(contextFor(paused))).rejects.toThrow('pausing')
      expect(await readdir(folder)).toEqual([])
    })
  })

  it('refuses settings it cannot use', () => {
    const kind = prepareKind(depsFor('/nowhere', []))
    expect(() => kind.decodeSettings({ jobs: [] })).toThrow(
      expect.objectContaining({ code: 'job.settings' }) as Error,
    )
    expect(kind.decodeSettings({ jobs: ['a'] })).toMatchObject({ history: 8, seed: 2025, testShare: 0.02 })
  })
})
