/** Parts drawn to text: what a model wrote must come out as text, and numbers must add up on the page. */
import { MantineProvider } from '@mantine/core'
import i18next from 'i18next'
import { createElement, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Dialog } from '#core/dialog/dialog.ts'
import { Failure } from '#core/failure/failure.ts'
import { sayFailure } from '#core/failure/words.ts'
import { NEW_JOB } from '#core/job/fold.ts'
import type { JobView } from '#core/job/view.ts'
import { checkJsonText } from '#core/json/print.ts'
import { BalanceBar } from '../../renderer/parts/balance-bar.tsx'
import { DialogView } from '../../renderer/parts/dialog-view.tsx'
import { FailureCard } from '../../renderer/parts/failure-card.tsx'
import { FindingBar, ToolFindings } from '../../renderer/parts/findings.tsx'
import { JobFailure } from '../../renderer/parts/job-failure.tsx'
import { JobMoves } from '../../renderer/parts/job-moves.tsx'
import { LongText } from '../../renderer/parts/long-text.tsx'
import { OutcomeList } from '../../renderer/parts/outcome-list.tsx'
import { startWords } from '../../renderer/words/start.ts'

beforeAll(() => startWords())
const draw = (node: ReactNode): string =>
  renderToStaticMarkup(createElement(MantineProvider, { env: 'test' }, node))

const EVIL = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
const dialog: Dialog = {
  setup: {
    key: 'k',
    language: 'en',
    level: 'easy',
    tools: ['send'],
    date: '2024-01-01, Monday',
    needs: ['single'],
    target: 4,
    style: 'plain',
  },
  plan: { needs: [{ type: 'single', text: EVIL }] },
  turns: [
    { from: 'user', text: EVIL },
    {
      from: 'assistant',
      answer: {
        kind: 'calls',
        calls: [{ name: 'send', arguments: checkJsonText(JSON.stringify({ [EVIL]: EVIL })) }],
      },
      thinking: EVIL,
      votes: [
        { answer: { kind: 'text', text: EVIL }, model: EVIL },
        { answer: { kind: 'text', text: 'other' }, model: 'm' },
      ],
      agreed: false,
      marks: ['argument.missing'],
    },
    { from: 'tool', results: [{ name: 'send', content: checkJsonText(JSON.stringify(EVIL)) }] },
  ],
  wrongTurns: [{ role: 'user', reason: EVIL, text: EVIL }],
}

describe('a dialog on the page', () => {
  const shown = (scripted: boolean): string => draw(createElement(DialogView, { dialog, scripted }))

  it('shows everything that a model wrote as text, never as markup', () => {
    const html = shown(true)
    expect(html).not.toMatch(/<img|<script/)
    expect(html.split('&lt;img').length - 1).toBeGreaterThanOrEqual(8)
  })
  it('says beside the turn that its votes did not agree', () => {
    expect(shown(true)).toContain('no agreement: never a sample')
  })
  it('says in words why a turn was marked and an answer could not be used', () => {
    expect(shown(true)).toContain('a required argument is missing: never a sample')
    const wrongTurns = [{ role: 'tool', reason: 'results.count', text: '' }]
    const html = draw(createElement(DialogView, { dialog: { ...dialog, wrongTurns }, scripted: true }))
    expect(html).toContain('Tool · too few or many results')
  })
  it('names scripted roles as such', () => {
    expect(shown(true)).toContain('Practice roles: scripted, no model')
    expect(shown(false)).not.toContain('Practice roles')
  })
})

it('cuts very long text, so that one reply cannot freeze the page', () => {
  const html = draw(createElement(LongText, { text: 'x'.repeat(1_000_000) }))
  expect(html.length).toBeLessThan(5000)
  expect(html).toContain('Show all 1,000,000 characters')
})

it('draws counts as one sentence that adds up', () => {
  const counts = { planned: 1204, waiting: 1000, done: 200, dropped: 3, failed: 1 }
  const html = draw(createElement(BalanceBar, { counts, active: 16 }))
  expect(html).toContain('1,204 planned = 1,000 waiting + 200 done + 3 dropped + 1 failed')
})

it('offers to retry what failed, never what a rule dropped', () => {
  const group = { reason: 'gaveUp', count: 2, example: { key: 'k', detail: '' } }
  const retry = () => undefined
  const dropped = createElement(OutcomeList, { groups: [{ ...group, state: 'dropped' as const }], retry })
  expect(draw(dropped)).not.toContain('Retry these')
  const failed = createElement(OutcomeList, {
    groups: [
      { ...group, state: 'failed' as const, boundary: 'endpoint' as const, reason: 'endpoint.timeout' },
    ],
    retry,
  })
  expect(draw(failed)).toContain('Retry these')
  expect(draw(failed)).toContain('the endpoint took too long')
})

describe('what was found in tools', () => {
  const findings = [
    { tool: 'a', code: 'description.none' },
    { tool: 'b', code: 'tool.nearDuplicate', detail: EVIL },
    { tool: 'b', code: 'description.long', detail: '1500' },
  ] as const
  it('is counted by kind, and says nothing where there is nothing', () => {
    const bar = { chosen: 'description.none' as const, onChoose: () => undefined }
    const html = draw(createElement(FindingBar, { ...bar, findings }))
    expect(html).toContain('3 things to look at')
    expect(html.match(/<button/g)).toHaveLength(3)
    expect(html).toContain('a model has only the name to go by')
    expect(draw(createElement(FindingBar, { ...bar, findings: [] }))).not.toMatch(/<button|look at/)
  })
  it('names the tool that another one is like, as text, and lengths with their unit', () => {
    const html = draw(createElement(ToolFindings, { findings: findings.slice(1), openTool: () => undefined }))
    expect(html).toContain('&lt;img')
    expect(html).not.toContain('<img')
    expect(html).toContain('1,500 characters')
  })
})

it('says in words what was unusable in a dialog that was given up', () => {
  const example = { key: 'k', detail: 'assistant answer.cutOff ×6, planner json.broken ×5' }
  const groups = [{ state: 'dropped' as const, reason: 'gaveUp', count: 2, example }]
  expect(draw(createElement(OutcomeList, { groups }))).toContain(
    'Assistant: cut off at its length limit ×6, Planner: not valid JSON ×5',
  )
})

it('says a failure in the language that the window speaks by now', async () => {
  const failure = sayFailure(new Failure('project.locked', { pid: 41 }), 'en')
  expect(draw(createElement(FailureCard, { failure }))).toContain(failure.message)
  await i18next.changeLanguage('zh')
  expect(draw(createElement(FailureCard, { failure }))).toContain(
    sayFailure(new Failure('project.locked', { pid: 41 }), 'zh').message,
  )
  await i18next.changeLanguage('en')
})

it('asks for a key where the endpoint refused the one it got, and only there', () => {
  const job = (detail: string): JobView => ({
    spec: {
      id: 'j',
      kind: 'simulate',
      kindVersion: 1,
      title: 'T',
      inputs: {},
      prompts: {},
      roles: {},
      settings: {},
      seed: 1,
      budget: {},
      concurrency: 1,
      appVersion: '0',
      createdAt: '',
    },
    state: { ...NEW_JOB, name: 'paused', pause: { reason: 'endpoint', detail } },
    counts: { planned: 1, waiting: 1, done: 0, dropped: 0, failed: 0 },
    counters: {},
    active: 0,
    moves: ['resume', 'cancel'],
  })
  const moves = (detail: string) =>
    draw(createElement(JobMoves, { job: job(detail), busy: false, move: () => undefined }))
  expect(moves('endpoint.auth: status 401')).toContain('Key of the endpoint')
  expect(moves('endpoint.unreachable: refused')).not.toContain('Key of the endpoint')
})

describe('why a job failed', () => {
  const failure = (text: string) => draw(createElement(JobFailure, { text }))
  it('is said in words with its values, even with braces in them', () => {
    const html = failure(new Failure('prompt.changed', { id: 'a {b} c' }, 'more').message)
    expect(html).toContain('The prompt a {b} c is not the one this job was started with.')
    expect(html).toContain('more')
  })
  it('keeps any other text as a detail, as text', () => {
    for (const text of [
      `TypeError: ${EVIL}`,
      `no.words {"a":"${'}'.repeat(500)}"}`,
      'prompt.changed {"id":',
    ]) {
      const html = failure(text)
      expect(html).toContain('LoopTool met an error of its own.')
      expect(html).not.toContain('<img')
    }
  })
})
