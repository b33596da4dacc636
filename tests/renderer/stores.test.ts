import { beforeEach, describe, expect, it } from 'vitest'
import { NEW_JOB } from '#core/job/fold.ts'
import type { JobStateName, PauseReason } from '#core/job/job.ts'
import { NO_ITEMS } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { liveJobs, useJobs, waitingForYou } from '../../renderer/store/jobs.ts'
import { usePlace } from '../../renderer/store/place.ts'
import { useUi } from '../../renderer/store/ui.ts'

const job = (id: string, seq: number, name: JobStateName, pause?: PauseReason): JobView => ({
  spec: {
    id,
    kind: 'simulate',
    kindVersion: 1,
    title: id,
    inputs: {},
    prompts: {},
    roles: {},
    settings: {},
    seed: 1,
    budget: {},
    concurrency: 1,
    appVersion: '0',
    createdAt: `2026-01-01T00:00:0${id.length}Z`,
  },
  state: { ...NEW_JOB, name, seq, ...(pause ? { pause: { reason: pause, detail: '' } } : {}) },
  counts: NO_ITEMS,
  active: 0,
  counters: {},
  moves: [],
})

describe('jobs', () => {
  beforeEach(() => useJobs.getState().replace([]))

  it('does not let late news put a job back into an older state', () => {
    useJobs.getState().put(job('a', 9, 'done'))
    useJobs.getState().put(job('a', 4, 'running'))
    expect(useJobs.getState().jobs?.map(({ state }) => state.name)).toEqual(['done'])
  })

  it('lists the latest first whatever order they are heard in', () => {
    for (const id of ['a', 'ccc', 'bb']) useJobs.getState().put(job(id, 1, 'running'))
    expect(useJobs.getState().jobs?.map(({ spec }) => spec.id)).toEqual(['ccc', 'bb', 'a'])
  })

  it('calls only jobs that the user did not pause himself waiting for him', () => {
    const jobs = [
      job('mine', 1, 'paused', 'user'),
      job('full', 1, 'paused', 'disk'),
      job('broken', 1, 'failed'),
      job('runs', 1, 'running'),
      job('queued', 1, 'queued'),
    ]
    expect(waitingForYou(jobs).map(({ spec }) => spec.id)).toEqual(['full', 'broken'])
    expect(liveJobs(jobs).map(({ spec }) => spec.id)).toEqual(['runs', 'queued'])
  })
})

describe('places', () => {
  it('opens a page as it was left, and afresh when asked twice', () => {
    const { go, visit, reset } = usePlace.getState()
    reset({ page: 'home' })
    go({ page: 'jobs', job: 'a' })
    visit('home')
    visit('jobs')
    expect(usePlace.getState().place).toEqual({ page: 'jobs', job: 'a' })
    visit('jobs')
    expect(usePlace.getState().place).toEqual({ page: 'jobs' })
  })

  it('forgets the places of another project', () => {
    const { go, visit, reset } = usePlace.getState()
    go({ page: 'jobs', job: 'a' })
    reset({ page: 'home' })
    visit('jobs')
    expect(usePlace.getState().place).toEqual({ page: 'jobs' })
  })
})

it('keeps the inspector between its smallest and largest width', () => {
  const { setInspectorWidth } = useUi.getState()
  setInspectorWidth(5)
  expect(useUi.getState().inspectorWidth).toBe(320)
  setInspectorWidth(5000)
  expect(useUi.getState().inspectorWidth).toBe(900)
})
