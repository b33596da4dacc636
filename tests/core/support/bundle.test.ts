import { expect, it } from 'vitest'
import { NEW_JOB } from '#core/job/fold.ts'
import type { JobView } from '#core/job/view.ts'
import { bundleFiles } from '#core/support/bundle.ts'
import { jobFacts } from '#core/support/facts.ts'

const view: JobView = {
  spec: {
    ...{ id: 'j1', kind: 'probe', kindVersion: 1, title: 'TITLE-OF-ANN', inputs: {}, prompts: {} },
    ...{ settings: { note: 'PROMPT-TEXT' }, seed: 1, budget: {}, concurrency: 8, appVersion: '1' },
    roles: {
      policy: [{ endpoint: 'https://gpu.example:8000/v1', model: 'qwen', scripted: false }],
      judge: [{ endpoint: 'practice', model: 'practice', scripted: true }],
    },
    createdAt: '2026-01-01T00:00:00.000Z',
  },
  state: {
    ...NEW_JOB,
    name: 'paused',
    pause: { reason: 'endpoint', detail: 'endpoint.rejected: the server said DATA-OF-A-DIALOG' },
  },
  counts: { planned: 3, waiting: 1, done: 1, dropped: 0, failed: 1 },
  active: 0,
  counters: {},
  moves: [],
}

it('tells of a job what helps, and nothing that somebody wrote', () => {
  const facts = jobFacts(view, [
    {
      state: 'failed',
      boundary: 'endpoint',
      reason: 'endpoint.rejected',
      count: 1,
      example: { key: 'k', detail: 'DATA-OF-A-DIALOG' },
    },
    { state: 'dropped', reason: 'free words of a model', count: 2, example: { key: 'k', detail: '' } },
  ])
  expect(facts).toMatchObject({
    kind: 'probe',
    state: 'paused',
    pause: { reason: 'endpoint', code: 'endpoint.rejected' },
    roles: { policy: ['gpu.example:8000 qwen'], judge: ['practice'] },
    groups: [
      { reason: 'endpoint.rejected', count: 1 },
      { reason: 'other', count: 2 },
    ],
  })
  expect(JSON.stringify(facts)).not.toMatch(/TITLE-OF-ANN|PROMPT-TEXT|DATA-OF-A-DIALOG|free words/)
})

it('cleans every file of keys and names, and cuts a long log at whole lines from its end', () => {
  const lines = Array.from({ length: 9000 }, (_, n) => `{"text":"line ${n} key=SECRET-0123 /home/ann/x"}`)
  const files = bundleFiles(
    {
      about: { version: '1', path: '/home/ann/y' },
      settings: { theme: 'dark' },
      facts: undefined,
      logs: { engine: lines },
    },
    { secrets: ['SECRET-0123'], folders: [['/home/ann', '~']] },
  )
  expect(files.map(({ name }) => name)).toEqual([
    'about.json',
    'settings.json',
    'engine.txt',
    'logs/engine.jsonl',
  ])
  const all = files.map(({ text }) => text).join('')
  expect(all).not.toMatch(/SECRET-0123|\/ann/)
  const log = files.at(-1)?.text ?? ''
  expect(log.length).toBeLessThanOrEqual(200_000)
  expect(log.startsWith('{"text":"line ')).toBe(true)
  expect(log.trimEnd().endsWith('~/x"}')).toBe(true)
  expect(log).toContain('line 8999 ')
})
