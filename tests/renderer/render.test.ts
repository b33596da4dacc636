/** Parts drawn to text: what a model wrote must come out as text, and numbers must add up on the page. */
import { MantineProvider } from '@mantine/core'
import { createElement, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Dialog } from '#core/dialog/dialog.ts'
import { checkJsonText } from '#core/json/print.ts'
import { BalanceBar } from '../../renderer/parts/balance-bar.tsx'
import { DialogView } from '../../renderer/parts/dialog-view.tsx'
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
      marks: [],
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
