import { beforeEach, expect, it } from 'vitest'
import type { JobState } from '#core/job/fold.ts'
import { NEW_JOB } from '#core/job/fold.ts'
import { NO_ITEMS } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { type JobNews, JobWatch } from '#main/job-watch.ts'

const settings = { keepAwake: true, notifications: true }
let awake: boolean[]
let told: [string, JobNews][]
let lookedAt: boolean
let watch: JobWatch
beforeEach(() => {
  Object.assign(settings, { keepAwake: true, notifications: true })
  awake = []
  told = []
  lookedAt = false
  watch = new JobWatch({
    settings: () => settings,
    setAwake: (on) => void awake.push(on),
    isLookedAt: () => lookedAt,
    notify: (job, news) => void told.push([job.spec.id, news]),
  })
})

function job(id: string, state: Partial<JobState>, more: { parent?: string; host?: string } = {}): JobView {
  const { parent, host } = more
  return {
    spec: {
      ...{ id, kind: 'train', kindVersion: 1, title: id, inputs: {}, prompts: {}, roles: {} },
      ...(parent === undefined ? {} : { parent }),
      settings: host === undefined ? {} : { host },
      ...{ seed: 1, budget: {}, concurrency: 1, appVersion: '0', createdAt: '' },
    },
    state: { ...NEW_JOB, ...state },
    counts: NO_ITEMS,
    ...{ active: 0, counters: {}, moves: [] },
  }
}

it('keeps the computer awake from the first job’s start to the last one’s end', () => {
  watch.hear(job('a', { name: 'running' }))
  watch.hear(job('b', { name: 'running' }))
  watch.hear(job('a', { name: 'done' }))
  expect(awake).toEqual([true])
  watch.hear(job('b', { name: 'paused', pause: { reason: 'user', detail: '' } }))
  expect(awake).toEqual([true, false])
})

it('does not for work of another machine, or when the user does not want it', () => {
  watch.hear(job('far', { name: 'running' }, { host: 'gpu-1' }))
  settings.keepAwake = false
  watch.hear(job('near', { name: 'running' }))
  expect(awake).toEqual([])
  settings.keepAwake = true
  watch.look()
  expect(awake).toEqual([true])
  settings.keepAwake = false
  watch.look()
  expect(awake).toEqual([true, false])
})

it('lets it sleep when the engine is away or the project is closed', () => {
  watch.hear(job('a', { name: 'running' }))
  watch.forget()
  expect(awake).toEqual([true, false])
})

it('tells of an end and of a pause with its reason, once each, and not of a pause that the user wanted', () => {
  for (const name of ['running', 'done', 'done'] as const) watch.hear(job('a', { name }))
  watch.hear(job('b', { name: 'running' }))
  watch.hear(job('b', { name: 'paused', pause: { reason: 'disk', detail: '' } }))
  watch.hear(job('c', { name: 'running' }))
  watch.hear(job('c', { name: 'paused', pause: { reason: 'user', detail: '' } }))
  watch.hear(job('d', { name: 'running' }))
  watch.hear(job('d', { name: 'failed' }))
  expect(told).toEqual([
    ['a', { what: 'done' }],
    ['b', { what: 'paused', reason: 'disk' }],
    ['d', { what: 'failed' }],
  ])
})

it('is silent about stages, about what was so before, while somebody looks, and when it is switched off', () => {
  watch.hear(job('old', { name: 'done' }))
  watch.hear(job('stage', { name: 'running' }, { parent: 'round' }))
  watch.hear(job('stage', { name: 'done' }, { parent: 'round' }))
  lookedAt = true
  watch.hear(job('seen', { name: 'running' }))
  watch.hear(job('seen', { name: 'done' }))
  lookedAt = false
  settings.notifications = false
  watch.hear(job('off', { name: 'running' }))
  watch.hear(job('off', { name: 'done' }))
  expect(told).toEqual([])
})

it('tells of a stall once, of the next one again, and not of a stage’s: its round speaks for it', () => {
  const stalled = (id: string, since: number, more = {}): JobView => ({
    ...job(id, { name: 'running' }, more),
    stall: { since, seconds: 240, lines: [] },
  })
  watch.hear(job('a', { name: 'running' }))
  for (const since of [1, 1, 7, 7]) watch.hear(stalled('a', since))
  watch.hear(stalled('stage', 1, { parent: 'round' }))
  expect(told).toEqual([
    ['a', { what: 'stalled', seconds: 240 }],
    ['a', { what: 'stalled', seconds: 240 }],
  ])
})

it('tells that what was given up still runs on its host, once it was seen there', () => {
  for (const left of ['maybe', 'runs', 'runs'] as const) watch.hear(job('a', { name: 'cancelled', left }))
  watch.hear(job('b', { name: 'cancelled', left: 'runs' }))
  expect(told).toEqual([['a', { what: 'left' }]])
})
