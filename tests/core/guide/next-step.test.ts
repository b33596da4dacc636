import { describe, expect, it } from 'vitest'
import { type NextStep, nextStep, type ProjectFacts } from '#core/guide/next-step.ts'
import { NEW_JOB } from '#core/job/fold.ts'
import { type JobStateName, NO_ITEMS, type PauseReason } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'

interface Made {
  readonly state?: JobStateName
  readonly pause?: PauseReason
  readonly parent?: string
  readonly failed?: number
}
const job = (
  id: string,
  kind: string,
  { state = 'done', pause, parent, failed = 0 }: Made = {},
): JobView => ({
  spec: {
    id,
    kind,
    kindVersion: 1,
    title: id,
    inputs: {},
    prompts: {},
    roles: {},
    ...(parent === undefined ? {} : { parent }),
    settings: {},
    seed: 1,
    budget: {},
    concurrency: 1,
    appVersion: '0',
    createdAt: '2026-01-01T00:00:00Z',
  },
  state: { ...NEW_JOB, name: state, seq: 1, ...(pause ? { pause: { reason: pause, detail: '' } } : {}) },
  counts: { ...NO_ITEMS, planned: failed, failed },
  active: 0,
  counters: {},
  moves: [],
})

const FULL = { toolSets: 1, dialogs: 9, datasets: 1 }
const facts = (more: Partial<ProjectFacts>): ProjectFacts => ({ counts: FULL, jobs: [], ...more })
/** The step, with its job by name. */
const brief = (step: NextStep): string =>
  [
    step.act,
    'what' in step ? step.what : 'because' in step ? step.because : undefined,
    'job' in step ? step.job.spec.id : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' ')
const next = (more: Partial<ProjectFacts>): string => brief(nextStep(facts(more)))

describe('the way of a project', () => {
  it.each([
    ['import', { toolSets: 0, dialogs: 0, datasets: 0 }],
    ['simulate', { toolSets: 1, dialogs: 0, datasets: 0 }],
    ['simulateMore', { toolSets: 1, dialogs: 5, datasets: 0 }],
    ['prepare', { toolSets: 1, dialogs: 20, datasets: 0 }],
    ['round', FULL],
  ])('is %s for its counts', (wanted, counts) => {
    expect(next({ counts })).toBe(wanted)
  })

  it('goes from a finished round to the next one', () => {
    expect(next({ jobs: [job('r', 'round')] })).toBe('nextRound')
  })

  it('leads to the label court while nobody has looked, and no longer', () => {
    const jobs = [job('r', 'round')]
    expect(nextStep(facts({ jobs, court: { round: 2, verdicts: 7, words: 0 } }))).toEqual({
      act: 'court',
      round: 2,
      verdicts: 7,
    })
    expect(next({ jobs, court: { round: 2, verdicts: 7, words: 1 } })).toBe('nextRound')
    expect(next({ jobs, court: { round: 2, verdicts: 0, words: 0 } })).toBe('nextRound')
  })

  it('does not send somebody whose simulation failed altogether into the same wall again', () => {
    const counts = { toolSets: 1, dialogs: 0, datasets: 0 }
    expect(next({ counts, jobs: [job('s', 'simulate', { failed: 5 })] })).toBe('retry s')
    // Some failed, others came out: the way goes on.
    expect(next({ jobs: [job('s', 'simulate', { failed: 5 })] })).toBe('round')
  })
})

describe('what stands still', () => {
  it.each<PauseReason>(['key', 'endpoint', 'disk', 'budget', 'failures', 'interrupted'])(
    'comes first, with its reason: %s',
    (pause) => {
      const jobs = [
        job('runs', 'simulate', { state: 'running' }),
        job('stuck', 'probe', { state: 'paused', pause }),
      ]
      expect(next({ jobs })).toBe(`repair ${pause} stuck`)
    },
  )

  it('asks for a word where a pilot has said what the whole will take', () => {
    expect(next({ jobs: [job('j', 'judge', { state: 'paused', pause: 'pilot' })] })).toBe('estimate j')
  })

  it('is a failed job too', () => {
    expect(next({ jobs: [job('t', 'train', { state: 'failed' })] })).toBe('repair failed t')
  })

  it('is told of the round, not of its stage', () => {
    const jobs = [
      job('r.judge.1', 'judge', { state: 'paused', pause: 'key', parent: 'r' }),
      job('r', 'round', { state: 'paused', pause: 'key' }),
    ]
    expect(next({ jobs })).toBe('repair key r')
  })

  it('is no problem where the user paused it: then it is what to go on with, once nothing runs', () => {
    const mine = job('mine', 'simulate', { state: 'paused', pause: 'user' })
    expect(next({ jobs: [mine] })).toBe('resume mine')
    expect(next({ jobs: [mine, job('runs', 'prepare', { state: 'running' })] })).toBe('watch other runs')
  })
})

describe('what runs', () => {
  const running = { state: 'running' } as const
  it.each([
    ['train', 'train'],
    ['round', 'round'],
    ['simulate', 'simulate'],
    ['probe', 'other'],
  ])('a %s is watched', (kind, what) => {
    expect(next({ jobs: [job('j', kind, running)] })).toBe(`watch ${what} j`)
  })

  it('a round that trains is watched as a training', () => {
    const jobs = [job('r', 'round', running), job('r.train.1', 'train', { ...running, parent: 'r' })]
    expect(next({ jobs })).toBe('watch train r.train.1')
  })

  it('counts as running while it waits for its place', () => {
    expect(next({ jobs: [job('q', 'simulate', { state: 'queued' })] })).toBe('watch simulate q')
  })
})
