/** The loop's parts drawn to text: sums that can be checked by eye, signs beside hues, a model's words as text. */
import { MantineProvider } from '@mantine/core'
import { createElement, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Board, CallDifference } from '#core/contract/round-views.ts'
import { FATES, FLOW_STANDINGS, FLOW_VERDICTS, flowOf } from '#core/round/flow.ts'
import { Difference } from '../../renderer/parts/difference.tsx'
import { FlowPictureView } from '../../renderer/parts/flow-picture.tsx'
import { FlowTable, flowCsv } from '../../renderer/parts/flow-table.tsx'
import { Histogram } from '../../renderer/parts/histogram.tsx'
import { LOOP_SIGN } from '../../renderer/parts/loop-sign.tsx'
import { keysFor, trimmed } from '../../renderer/parts/player-fields.tsx'
import { CellButton } from '../../renderer/screens/rounds/board-cell.tsx'
import { estimateOf, mixOf, roundProblem } from '../../renderer/screens/rounds/check-round.ts'
import { Confusion } from '../../renderer/screens/rounds/confusion.tsx'
import { PRACTICE, type RoundDraft, useRoundDraft } from '../../renderer/store/round-draft.ts'
import { startWords } from '../../renderer/words/start.ts'

beforeAll(() => startWords())
const draw = (node: ReactNode): string =>
  renderToStaticMarkup(createElement(MantineProvider, { env: 'test' }, node))
const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const nothing = () => undefined
const EVIL = '<img src=x onerror="alert(1)">'

const flow = flowOf([
  ...Array.from({ length: 300 }, () => ({ standing: 'mastered' as const })),
  ...Array.from({ length: 40 }, () => ({ standing: 'failed' as const, verdict: 'predictionWrong' as const })),
  { standing: 'failed', verdict: 'unjudged' },
])

describe('the flow', () => {
  it('names every path with its count, so that it can be read without seeing it', () => {
    const html = draw(createElement(FlowPictureView, { flow, pick: undefined, onPick: nothing }))
    expect(html).toContain('aria-label="40 samples: failed → prediction wrong → error seed"')
    expect(html).toContain('aria-label="Standing: mastered, 300 · 88%"')
    expect(html.match(/tabindex="0"/g)).toHaveLength(1)
  })
  it('as a table has the same paths and a sum; what is there is never 0 %', () => {
    const said = text(draw(createElement(FlowTable, { flow, pick: undefined, onPick: nothing })))
    expect(said).toContain('Show 300')
    expect(said).toContain('Sum 341 100%')
    expect(said).toContain('&lt; 1%')
    expect(flowCsv(flow).split('\n')).toHaveLength(1 + flow.paths.length)
  })
  it('has a sign for every meaning, and no two verdicts share one', () => {
    for (const name of [...FLOW_STANDINGS, ...FLOW_VERDICTS, ...FATES]) expect(LOOP_SIGN[name]).toBeTruthy()
    expect(new Set(FLOW_VERDICTS.map((name) => LOOP_SIGN[name])).size).toBe(FLOW_VERDICTS.length)
  })
})

it('a cell of the board says in, out and what stayed behind, in numbers that add up', () => {
  const cell = {
    ...{ round: 2, stage: 'judge' as const, state: 'done' as const, job: 'j', ms: 400, tokens: 1204 },
    ...{ in: 318, out: 300, dropped: 11, failed: 4, waiting: 3 },
  }
  const props = { cell, name: '2 judge', label: 'Judge, round 2', unit: undefined, focusable: true }
  const said = text(draw(createElement(CellButton, { ...props, chosen: false, choose: nothing })))
  for (const part of ['318 → 300', '11 dropped', '4 failed', '3 waiting', '1,204 tokens', 'under 1 s'])
    expect(said).toContain(part)
  expect(said).not.toContain('cost')
})

it('shows what a model wrote in a difference as text, and says each difference in words', () => {
  const differences: CallDifference[] = [
    { kind: 'same', call: 'send', argument: 'to', label: '"a"', prediction: '"a"' },
    {
      kind: 'changed',
      call: 'send',
      argument: EVIL,
      label: '1.0',
      prediction: JSON.stringify(EVIL),
    },
    { kind: 'onlyPrediction', call: EVIL, prediction: '{}' },
  ]
  const html = draw(createElement(Difference, { differences }))
  expect(html).not.toContain('<img')
  expect(html.split('&lt;img').length - 1).toBe(3)
  expect(html).toContain('>1.0<')
  expect(text(html)).toContain('only in the prediction')
  expect(text(html)).toContain('not there')
})

it('the histogram’s threshold is a slider that says what it means', () => {
  const bins = [
    { from: 1, to: 1.5, count: 75 },
    { from: 1.5, to: 2, count: 25 },
  ]
  const html = draw(createElement(Histogram, { bins, share: 0.25, borderline: 25, onShare: nothing }))
  expect(html).toContain('role="slider"')
  expect(html).toContain('aria-valuetext="top 25%: above 1.5, 25 borderline"')
})

it('a confusion matrix holds its numbers', () => {
  const row = { labelWrong: 38, predictionWrong: 0, bothRight: 1, bothWrong: 1, noVote: 0 }
  const confusion = { labelWrong: row, predictionWrong: row, bothRight: row, bothWrong: row }
  const html = draw(
    createElement(Confusion, {
      confusion,
      columns: ['labelWrong', 'predictionWrong', 'bothRight', 'bothWrong', 'noVote'],
      rowsTitle: 'planted',
      columnsTitle: 'said',
    }),
  )
  expect(html.match(/class="num hit"[^>]*>38</g)).toHaveLength(1)
  expect(html).toContain('title="95%"')
})

describe('a round being set up', () => {
  const draft: RoundDraft = useRoundDraft.getState().draft
  const board = (round: number, freshSamples: number): Board => ({
    columns: [],
    cells: [],
    next: { round, fresh: [], freshSamples, stages: ['compose', 'probe', 'judge', 'expand'] },
  })
  const before = { flow, taken: 90 }
  const mix = mixOf(board(1, 1000), { flow: undefined, taken: 0 }, draft)

  it('takes what is held out off the first round’s fresh samples', () => {
    expect(mix.take).toEqual({ fresh: 950, errorSeed: 0, expansion: 0, highPerplexity: 0 })
  })
  it('shows the paper’s schedule as counts later: all errors, all variations, four thirteenths fresh', () => {
    const sized = { ...draft, compose: { ...draft.compose, size: 260 } }
    expect(mixOf(board(2, 1000), before, sized).take).toEqual({
      fresh: 130,
      errorSeed: 40,
      expansion: 90,
      highPerplexity: 0,
    })
  })
  it('does not start where votes can never decide, a stage is missing or an endpoint has no model', () => {
    const problem = (change: Partial<RoundDraft>) => roundProblem({ ...draft, ...change }, [], mix, 0)
    expect(problem({})).toBeUndefined()
    expect(problem({ judge: { ...draft.judge, votes: 1, quorum: 2 } })).toBe('quorum')
    expect(problem({ judge: { ...draft.judge, votes: 4, quorum: 2 } })).toBe('quorum')
    expect(problem({ stages: ['compose', 'judge'] })).toBe('needsProbe')
    expect(problem({ stages: [] })).toBe('stages')
    const judges = [{ kind: 'endpoint' as const, url: 'http://h/v1', model: ' ' }]
    expect(problem({ roles: { ...draft.roles, judges } })).toBe('model')
    expect(roundProblem({ ...draft, stages: ['judge'] }, ['compose', 'probe'], mix, 0)).toBeUndefined()
  })
  it('says what it would cost at most', () => {
    expect(estimateOf(100, draft)).toEqual({ probe: 100, judge: 300, expand: 1200 })
  })
  it('sends the keys of the endpoints that play, and no other', () => {
    const player = { kind: 'endpoint' as const, url: ' http://a/v1 ', model: 'm' }
    expect(keysFor([player, PRACTICE], { 'http://a/v1': 'k', 'http://b/v1': 'other' })).toEqual({
      'http://a/v1': 'k',
    })
    expect(keysFor([PRACTICE], { 'http://a/v1': 'k' })).toBeUndefined()
    expect(trimmed(player)).toEqual({ kind: 'endpoint', url: 'http://a/v1', model: 'm' })
  })
})
