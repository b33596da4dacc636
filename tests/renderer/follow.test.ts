/** What the page of a training on a host says: why it ended, that it stands still, where its checkpoints lie; text stays text. */
import { MantineProvider } from '@mantine/core'
import i18next from 'i18next'
import { createElement, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RunView } from '#core/contract/training-views.ts'
import { NEW_JOB } from '#core/job/fold.ts'
import { NO_ITEMS } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import type { Remedy } from '#core/training/remedy.ts'
import { GiveUp } from '../../renderer/parts/give-up.tsx'
import { LeftWork } from '../../renderer/parts/left-work.tsx'
import { Pace } from '../../renderer/parts/pace.tsx'
import { CheckpointList } from '../../renderer/screens/train/checkpoint-list.tsx'
import { RunTrouble } from '../../renderer/screens/train/run-trouble.tsx'
import { startWords } from '../../renderer/words/start.ts'

beforeAll(() => startWords())
afterEach(async () => void (await i18next.changeLanguage('en')))
const draw = (node: ReactNode): string =>
  renderToStaticMarkup(createElement(MantineProvider, { env: 'test' }, node)).replace(
    /<style[\s\S]*?<\/style>/g,
    '',
  )
const text = (node: ReactNode): string =>
  draw(node)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
const UNSAID = /\{\{|undefined|NaN|follow\.|\[object/
const nothing = () => undefined
const stall = { since: 1, seconds: 300, usual: 10, times: 30, gpu: 0, lines: ['<b>waiting for rank 1</b>'] }
const view = (more: Partial<RunView> = {}): RunView => ({
  row: {
    ...{ id: 'r', title: 'Mine', from: 'project', trainer: 'trl', state: 'running', unread: 0 },
    health: { level: 'watch', code: 'stalled', values: { seconds: 300, usual: 10, times: 30 } },
  },
  ...{ place: '/p', settings: '{}', start: 'base', events: [], metrics: [], rolloutSteps: [] },
  checkpoints: [
    {
      ...{ step: 10, playable: false, named: false },
      there: { folder: '/home/u/my runs/step-10', bytes: 4e9, whole: true },
    },
    {
      ...{ step: 20, playable: true, named: true },
      there: { folder: '/h/step-20', bytes: 2e7, whole: true },
      ...{ here: { folder: '/p/step-20', bytes: 9e6, whole: true } },
    },
  ],
  host: { id: 'h', lookedAt: '2026-11-26T10:00:00Z' },
  ...more,
})
const job = (more: Partial<JobView> = {}): JobView => ({
  spec: {
    ...{ id: 'r', kind: 'train', kindVersion: 1, title: 'Mine', inputs: {}, prompts: {}, roles: {} },
    ...{ settings: {}, seed: 1, budget: {}, concurrency: 1, appVersion: '0', createdAt: '' },
  },
  ...{ state: { ...NEW_JOB, name: 'running' }, counts: NO_ITEMS, active: 1, counters: {}, moves: [] },
  ...more,
})

describe.each(['en', 'zh'] as const)('in %s', (language) => {
  const REMEDIES: readonly Remedy[] = [
    { do: 'resume', step: 40 },
    { do: 'resume', step: 0 },
    { do: 'smaller', step: 40, microBatch: 4 },
    { do: 'slower', step: 40, lr: 5e-6 },
    { do: 'host' },
  ]
  it.each(REMEDIES)('an end says why and offers %j', async (remedy) => {
    await i18next.changeLanguage(language)
    const failure = { code: 'host.memoryKilled', values: { step: 43 }, detail: 'last lines' }
    const said = text(createElement(RunTrouble, { view: view({ end: { failure, remedy } }) }))
    expect(said).not.toMatch(UNSAID)
    expect(said).toContain('43')
    if (remedy.do === 'smaller') expect(said).toMatch(/40.*4/)
  })
  it('checkpoints, a standstill and what was given up are said whole', async () => {
    await i18next.changeLanguage(language)
    const stuck = view()
    const parts = [
      createElement(CheckpointList, { view: stuck, changed: nothing }),
      createElement(RunTrouble, { view: { ...stuck, row: { ...stuck.row, stall } } }),
      createElement(Pace, { job: job({ stall }) }),
      createElement(GiveUp, {
        ...{ job: job({ away: { since: '2026-11-26T10:00:00Z', code: 'host.linkLost', values: {} } }) },
        ...{ title: 'Mine', busy: false, giveUp: nothing },
      }),
      ...(['maybe', 'runs'] as const).map((left) =>
        createElement(LeftWork, {
          ...{ job: job({ state: { ...NEW_JOB, name: 'cancelled', left } }) },
          ...{ busy: false, end: nothing, takeUp: nothing },
        }),
      ),
    ]
    for (const part of parts) {
      expect(text(part)).not.toMatch(UNSAID)
      expect(text(part).trim()).not.toBe('')
    }
  })
})

it('a needed checkpoint offers no removal, one that cannot be played here offers the line that serves it', () => {
  const rows = draw(createElement(CheckpointList, { view: view(), changed: nothing })).split('<li')
  const [ten = '', twenty = ''] = rows.slice(1)
  expect(ten).toContain('Fetch (4 GB)')
  expect(ten).toContain('Copy line to serve it')
  expect(ten).toContain('Remove on the host')
  expect(ten).not.toContain('Talk to it')
  expect(twenty).toContain('Talk to it')
  expect(twenty).toContain('In use: stays')
  expect(twenty).not.toContain('Remove')
})

it('the trainer’s own lines are text, whatever stands in them', () => {
  const stuck = view()
  const html = draw(createElement(RunTrouble, { view: { ...stuck, row: { ...stuck.row, stall } } }))
  expect(html).toContain('&lt;b&gt;waiting for rank 1&lt;/b&gt;')
})

it('without a host out of reach nothing is offered to be given up', () => {
  const props = { title: 'Mine', busy: false, giveUp: nothing }
  expect(text(createElement(GiveUp, { job: job(), ...props })).trim()).toBe('')
  expect(
    text(createElement(LeftWork, { job: job(), busy: false, end: nothing, takeUp: nothing })).trim(),
  ).toBe('')
})
