import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JobView } from '#core/job/view.ts'
import { boardOf, cellBalances, cellOf } from '#core/round/board.ts'
import {
  FATES,
  FLOW_VERDICTS,
  type FlowEntry,
  fateOf,
  flowBalances,
  flowOf,
  linksOf,
  pathOf,
} from '#core/round/flow.ts'
import { POOLS } from '#core/round/mix.ts'

const entry: fc.Arbitrary<FlowEntry> = fc.record(
  {
    standing: fc.constantFrom('mastered', 'borderline', 'failed'),
    verdict: fc.constantFrom('labelWrong', 'predictionWrong', 'bothRight', 'bothWrong', 'unjudged'),
    next: fc.constantFrom(...POOLS),
    decided: fc.boolean(),
  },
  { requiredKeys: [] },
)

describe('the flow of a round', () => {
  it('follows the method: what each verdict makes of a sample', () => {
    const fate = (verdict: FlowEntry['verdict']) =>
      fateOf({ standing: 'failed', ...(verdict && { verdict }) })
    expect(fate('labelWrong')).toBe('errorSeed')
    expect(fate('predictionWrong')).toBe('errorSeed')
    expect(fate('bothRight')).toBe('highPerplexity')
    expect(fate('bothWrong')).toBe('dropped')
    expect(fate('unjudged')).toBe('waiting')
    expect(fateOf({ standing: 'mastered' })).toBe('setAside')
    expect(fateOf({ standing: 'borderline' })).toBe('highPerplexity')
    expect(fateOf({})).toBe('waiting')
  })

  it('says left out of what found no place in a set that is there already', () => {
    const seed: FlowEntry = { standing: 'failed', verdict: 'predictionWrong' }
    expect(fateOf({ ...seed, decided: true })).toBe('leftOut')
    expect(fateOf({ ...seed, decided: true, next: 'errorSeed' })).toBe('errorSeed')
    expect(fateOf({ standing: 'failed', verdict: 'bothWrong', decided: true })).toBe('dropped')
  })

  it('balances in every column, and a click on a path shows exactly its samples', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
        const flow = flowOf(entries)
        expect(flowBalances(flow)).toBe(true)
        expect(flow.total).toBe(entries.length)
        for (const { count, ...path } of flow.paths)
          expect(entries.filter((one) => JSON.stringify(pathOf(one)) === JSON.stringify(path))).toHaveLength(
            count,
          )
        for (const verdict of FLOW_VERDICTS) {
          const into = linksOf(flow, 'standing').filter(({ to }) => to === verdict)
          const out = linksOf(flow, 'verdict').filter(({ from }) => from === verdict)
          const sum = (links: typeof into): number => links.reduce((all, { count }) => all + count, 0)
          expect(sum(into)).toBe(flow.verdicts[verdict])
          expect(sum(out)).toBe(flow.verdicts[verdict])
        }
        for (const fate of FATES) expect(flow.fates[fate]).toBeGreaterThanOrEqual(0)
      }),
      { seed: 2, numRuns: 200 },
    )
  })

  it('does not balance once a count is lost', () => {
    const flow = flowOf([{ standing: 'mastered' }, { standing: 'failed', verdict: 'bothWrong' }])
    expect(flowBalances({ ...flow, fates: { ...flow.fates, dropped: 0 } })).toBe(false)
    expect(flowBalances({ ...flow, paths: flow.paths.slice(1) })).toBe(false)
  })
})

describe('the board', () => {
  const view = (
    counts: JobView['counts'],
    counters = {},
  ): Pick<JobView, 'spec' | 'state' | 'counts' | 'counters'> => ({
    spec: { id: 'job-1' } as JobView['spec'],
    state: { name: 'running', ranMs: 1500 } as JobView['state'],
    counts,
    counters,
  })

  it('shows what went in and came out, tokens of both directions and their price', () => {
    const counts = { planned: 10, waiting: 2, done: 5, dropped: 2, failed: 1 }
    const tokens = { 'usage.promptTokens': 900_000, 'usage.completionTokens': 100_000 }
    const usage = { ...tokens, 'usage.pricedTokens': 1_000_000, 'usage.moneyMicros': 2_000_000 }
    const cell = cellOf({ round: 1, stage: 'probe', view: view(counts, usage) })
    expect(cell).toEqual({
      round: 1,
      stage: 'probe',
      state: 'running',
      job: 'job-1',
      in: 10,
      out: 5,
      dropped: 2,
      failed: 1,
      waiting: 2,
      ms: 1500,
      tokens: 1_000_000,
      cost: 2,
    })
    expect(cellBalances(cell)).toBe(true)
  })

  it('counts samples, not the single item, for compose; and stays in order', () => {
    const counts = { planned: 1, waiting: 0, done: 1, dropped: 0, failed: 0 }
    const cells = boardOf([
      { round: 2, stage: 'compose' },
      { round: 1, stage: 'probe', view: view(counts) },
      { round: 1, stage: 'compose', view: view(counts), samples: { in: 90, out: 80, heldOut: 8 } },
    ])
    expect(cells.map(({ round, stage }) => `${round} ${stage}`)).toEqual([
      '1 compose',
      '1 probe',
      '2 compose',
    ])
    expect(cells[0]).toMatchObject({ in: 90, out: 80, dropped: 10, heldOut: 8 })
    expect(cells[2]).toMatchObject({ state: 'idle', in: 0 })
    expect(cells.every(cellBalances)).toBe(true)
  })
})
