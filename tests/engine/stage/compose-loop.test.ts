/** A whole round with the practice roles through the real stages: what comes out is what was planted. */
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '#core/endpoint/role.ts'
import type { ChatReply, ChatRequest } from '#core/endpoint/transport.ts'
import { seedOf } from '#core/expand/seed.ts'
import { decodeSeed } from '#core/expand/step.ts'
import { answerToJudge } from '#core/judge/need.ts'
import type { Judged } from '#core/judge/verdict.ts'
import { type PracticeReport, practiceReport, type ReportCase } from '#core/practice/report.ts'
import { truthOf } from '#core/practice/truth.ts'
import type { Prediction } from '#core/probe/prediction.ts'
import { flowBalances, flowOf } from '#core/round/flow.ts'
import { flowEntries, type LedgerRound, ledgerOf, type RoundEntry } from '#core/round/ledger.ts'
import { composeSettingsSchema } from '#core/round/settings.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import type { Sample } from '#core/sample/sample.ts'
import { sampleOf } from '#engine/dataset/pages.ts'
import { readRoundNotes } from '#engine/dataset/round-notes.ts'
import { createPractice } from '#engine/inference/practice.ts'
import { type FanOutKind, ItemFailure } from '#engine/job/kind.ts'
import { composeKind } from '#engine/stage/compose/kind.ts'
import { type LoopRecords, roundSources } from '#engine/stage/compose/sources.ts'
import { expandKind } from '#engine/stage/expand/kind.ts'
import { judgeKind } from '#engine/stage/judge/kind.ts'
import { judgedFromSteps } from '#engine/stage/judge/record.ts'
import { predictionFromSteps, probeKind } from '#engine/stage/probe/kind.ts'
import { createPrompts } from '#engine/stage/prompts.ts'
import { fakeItem } from '#tests/fakes/item-context.ts'
import { playedSamples } from '../../core/practice/played.ts'
import { inFolder } from '../dataset/samples.ts'

const resourcesFolder = fileURLToPath(new URL('../../../resources', import.meta.url))
const prompts = createPrompts({ resourcesFolder })
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const NOISE = 0.1
const ACCURACY = { judge: 0.9, policy: 0.7 }

const played = playedSamples(60, NOISE)
const byId = new Map(played.map((one) => [one.sample.id, one]))
const practice = createPractice({
  seed: 5,
  wrongVotes: 0,
  setup: () => Promise.reject(new Error('nobody simulates here')),
  sample: async (id) => byId.get(id),
  manners: {
    judge: { accuracy: ACCURACY.judge },
    policy: { accuracy: ACCURACY.policy },
    expander: { faults: 0.2 },
  },
})
const live = new AbortController().signal
const chat = (_role: Role, request: Omit<ChatRequest, 'model'>): Promise<ChatReply> =>
  practice.chat({ ...request, model: 'any' }, live)

interface Ran {
  readonly key: string
  readonly input: unknown
  readonly steps: readonly unknown[]
}

/** Every item of a job, one after another. */
async function runJob<S>(kind: FanOutKind<S>, raw: unknown): Promise<Ran[]> {
  const settings = kind.decodeSettings(raw)
  const spec = {
    ...{ id: kind.name, kind: kind.name, kindVersion: 1, title: '', inputs: {}, roles: {} },
    ...{ prompts: {}, settings, seed: 5, budget: {}, concurrency: 1, appVersion: '0' },
    createdAt: '2026-01-01T00:00:00.000Z',
  }
  const ran: Ran[] = []
  for await (const { key, input } of kind.plan({ spec, settings, signal: live })) {
    const { context, steps } = fakeItem({ spec, settings, key, input, chat })
    // An item that fails is unjudged: it stays in the list with what it has.
    await kind.run(context).catch((error: unknown) => {
      if (!(error instanceof ItemFailure)) throw error
    })
    ran.push({ key, input, steps: steps.map(({ body }) => body) })
  }
  return ran
}

interface Loop {
  readonly rounds: readonly LedgerRound[]
  readonly report: PracticeReport
  readonly judged: ReadonlyMap<string, Judged>
  readonly first: Dataset
  readonly second: Dataset
}

async function* all<T>(list: Iterable<T>): AsyncGenerator<T> {
  yield* list
}

const asSteps = (steps: readonly unknown[]) => steps.map((body) => ({ body }))

async function turnTheLoop(folder: string): Promise<Loop> {
  const files = new Map<string, { train: readonly Sample[]; test: readonly Sample[] }>([
    ['seeds', { train: played.map(({ sample }) => sample), test: [] }],
  ])
  const jobs: Record<'probe' | 'judge' | 'expand', Ran[]> = { probe: [], judge: [], expand: [] }
  const predictions = (): Prediction[] =>
    jobs.probe.flatMap(({ key, steps }) => {
      const found = predictionFromSteps(key, asSteps(steps))
      return found === undefined ? [] : [found]
    })
  const verdicts = () =>
    jobs.judge.map(({ key, steps }) =>
      judgedFromSteps(
        key,
        steps.map((body) => ({ body })),
        2,
      ),
    )
  const samplesIn = (dataset: string, part: 'all' | 'train' | 'test'): Sample[] => {
    const { train = [], test = [] } = files.get(dataset) ?? {}
    return part === 'all' ? [...train, ...test] : [...(part === 'train' ? train : test)]
  }
  const records: LoopRecords = {
    samples: (dataset, part) => all(samplesIn(dataset, part)),
    probe: async () => ({ dataset: 'round1', match: 'strict', share: 0.25 }),
    predictions: () => all(predictions()),
    judge: async () => ({ probe: 'probe', match: 'strict' }),
    judged: () => all(verdicts()),
    expand: async () => ({ dataset: 'round1' }),
    grown: () => all(jobs.expand.map(({ input, steps }) => ({ seed: decodeSeed(input), steps }))),
  }
  const compose = async (name: string, raw: object): Promise<Dataset> => {
    const recorded: Dataset[] = []
    const sources = roundSources(records, sha256)
    const kind = composeKind({
      ...{ ...sources, datasetsFolder: folder, now: () => '2026-01-01T00:00:00.000Z', sha256 },
      prompts: { recorded: async () => ({ get: () => ({ body: 'Do it.' }) }) },
      nextNumber: async () => 1,
      recordDataset: (dataset) => {
        recorded.push(dataset)
        return { sql: '', params: [] }
      },
    })
    await runJob(kind, composeSettingsSchema.parse(raw))
    const [dataset] = recorded
    if (!dataset) throw new Error(`${name} was not composed`)
    return dataset
  }

  const first = await compose('round 1', { fresh: ['seeds'], heldOutShare: 0.1 })
  const notes1 = await readRoundNotes(`${folder}/${first.hash}`)
  const inFirst = new Set(notes1.map(({ id }) => id))
  const seeds = played.map(({ sample }) => sample)
  files.set('round1', {
    train: seeds.filter(({ id }) => inFirst.has(id)),
    test: [],
  })

  const source = {
    samples: (dataset: string, part: 'train' | 'test' = 'train') => all(samplesIn(dataset, part)),
    sample: async (_dataset: string, id: string) => {
      const found = byId.get(id)
      if (!found) throw new Error(id)
      return found.sample
    },
  }
  jobs.probe = await runJob(probeKind({ ...source, preamble: async () => 'Do it.' }), { dataset: 'round1' })
  jobs.judge = await runJob(judgeKind({ ...source, predictions: () => all(predictions()), prompts }), {
    dataset: 'round1',
    probe: 'probe',
    rules: 'off',
  })
  const judged = new Map(verdicts().map((one) => [one.sample, one]))
  const predicted = new Map(predictions().map((one) => [one.sample, one]))
  const expandSeeds = [...judged.values()].flatMap((one) => {
    const sample = byId.get(one.sample)?.sample
    const prediction = predicted.get(one.sample)
    const answer = sample && prediction && answerToJudge(sample, prediction, 'strict')
    const seed = sample && answer && seedOf(sample, answer.text, one)
    return seed && 'right' in seed ? [seed] : []
  })
  jobs.expand = await runJob(
    expandKind({ ...source, seeds: () => all(expandSeeds), heldOut: () => all([]), prompts, sha256 }),
    { dataset: 'round1', judgeJob: 'judge', children: 2 },
  )
  const second = await compose('round 2', {
    ...{ name: 'Round 2', round: 2, fresh: ['seeds'], trained: ['round1'], heldOut: 'round1' },
    ...{ probe: 'probe', judge: 'judge', expand: 'expand' },
  })

  const sources = roundSources(records, sha256)
  const entries1 = new Map<string, RoundEntry>()
  for await (const { sample, ...found } of sources.probed('probe')) {
    const court = judged.get(sample.id)
    const { id, parents } = sample
    entries1.set(id, { id, parents, pool: 'fresh', ...found, ...(court && { judged: court }) })
  }
  const parentsOf = new Map<string, Sample['parents']>(seeds.map(({ id, parents }) => [id, parents]))
  for await (const child of sources.children('expand')) parentsOf.set(child.id, child.parents)
  const notes2 = await readRoundNotes(`${folder}/${second.hash}`)
  const entries2 = new Map<string, RoundEntry>()
  for (const { id, pool } of notes2) {
    const parents = parentsOf.get(id) ?? (await sampleOf(`${folder}/${second.hash}`, id)).sample.parents
    entries2.set(id, { id, parents, pool })
  }
  const cases = [...entries1.keys()].map((id): ReportCase => {
    const truth = truthOf(byId.get(id)!)
    const prediction = predicted.get(id)?.answers[0]?.text
    const court = judged.get(id)
    return { truth, ...(prediction === undefined ? {} : { prediction }), ...(court && { judged: court }) }
  })
  const rounds = [
    { round: 1, entries: entries1 },
    { round: 2, entries: entries2 },
  ]
  return { rounds, report: practiceReport(cases), judged, first, second }
}

describe('a round with practice roles', () => {
  let loop: Loop
  beforeAll(async () => {
    await inFolder(async (folder) => {
      loop = await turnTheLoop(folder)
    })
  }, 120_000)

  it('finds the planted labels that the policy gets right, and says how many there were', () => {
    const { report } = loop
    expect(report.samples).toBe(loop.first.counts.train)
    expect(report.planted).toBeGreaterThan(10)
    for (const [rate, share] of [
      [report.policy, ACCURACY.policy],
      [report.votes, ACCURACY.judge],
    ] as const)
      expect(Math.abs(rate.right / rate.total - share)).toBeLessThan(
        4 * Math.sqrt((share * (1 - share)) / rate.total),
      )
    // Two of three votes are right more often than one.
    expect(report.court.right / report.court.total).toBeGreaterThan(report.votes.right / report.votes.total)
    expect(report.found).toBeGreaterThan(0.8 * report.heard)
    expect(report.accused).toBeLessThan(0.1 * (report.court.total - report.heard) + 3)
  })

  it('balances: every sample of round 1 has one standing, one verdict, one fate', () => {
    const [one, two] = loop.rounds
    const flow = flowOf(flowEntries(one!, two))
    expect(flow.total).toBe(loop.first.counts.train)
    expect(flowBalances(flow)).toBe(true)
    expect(flow.verdicts.labelWrong + flow.verdicts.predictionWrong).toBeGreaterThan(20)
    const inNext = [...two!.entries.values()].filter(({ pool }) => pool === 'errorSeed').length
    expect(flow.fates.errorSeed).toBe(inNext)
  })

  it('makes a second set of the four pools whose samples all have a story', () => {
    const [, two] = loop.rounds
    const pools = [...two!.entries.values()].map(({ pool }) => pool)
    expect(pools.filter((pool) => pool === 'expansion').length).toBeGreaterThan(20)
    expect(loop.second.counts.train).toBe(pools.length)
    for (const { id, pool } of two!.entries.values()) {
      const { origins, ancestors } = ledgerOf(id, loop.rounds)
      expect(origins.length).toBeGreaterThan(0)
      if (pool === 'expansion') expect(ancestors.length).toBeGreaterThan(0)
    }
  })
})
