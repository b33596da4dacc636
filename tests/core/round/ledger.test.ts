import { describe, expect, it } from 'vitest'
import type { Judged } from '#core/judge/verdict.ts'
import { flowOf } from '#core/round/flow.ts'
import { flowEntries, type LedgerRound, ledgerOf, type RoundEntry } from '#core/round/ledger.ts'
import type { Parent } from '#core/sample/sample.ts'

const dialog: Parent = { from: 'dialog', job: 'j', dialog: 'd1', turn: 1 }
const from = (sample: string): Parent => ({ from: 'sample', sample })
const judged = (sample: string, verdict: Judged['verdict']): Judged => ({ sample, verdict, votes: [] })
const round = (number: number, ...entries: readonly RoundEntry[]): LedgerRound => ({
  round: number,
  entries: new Map(entries.map((entry) => [entry.id, entry])),
})

/** a: label wrong in round 1, becomes a′; child c of a; c fails in round 2 and stays an error seed in round 3. */
const ROUNDS = [
  round(
    1,
    {
      id: 'a',
      parents: [dialog],
      pool: 'fresh',
      standing: 'failed',
      passRate: 0,
      judged: judged('a', 'labelWrong'),
    },
    { id: 'b', parents: [dialog], pool: 'fresh', standing: 'mastered', passRate: 1 },
  ),
  round(
    2,
    { id: 'a2', parents: [dialog, from('a')], pool: 'errorSeed', standing: 'mastered' },
    {
      id: 'c',
      parents: [from('a')],
      pool: 'expansion',
      standing: 'failed',
      judged: judged('c', 'predictionWrong'),
    },
    { id: 'b', parents: [dialog], pool: 'highPerplexity', standing: 'mastered' },
  ),
  round(3, { id: 'c', parents: [from('a')], pool: 'errorSeed' }),
]

describe('the ledger of a sample', () => {
  it('tells its rounds with verdict and fate, and what came of it', () => {
    const ledger = ledgerOf('a', ROUNDS)
    expect(ledger.rounds).toMatchObject([
      { round: 1, pool: 'fresh', standing: 'failed', judged: { verdict: 'labelWrong' }, fate: 'errorSeed' },
    ])
    expect(ledger.descendants).toEqual([
      { sample: 'a2', round: 2, pool: 'errorSeed', distance: 1 },
      { sample: 'c', round: 2, pool: 'expansion', distance: 1 },
    ])
    expect(ledger.origins).toEqual([dialog])
  })

  it('finds ancestors and the dialog behind them, for a variation too', () => {
    const ledger = ledgerOf('c', ROUNDS)
    expect(ledger.ancestors).toEqual([{ sample: 'a', round: 1, pool: 'fresh', distance: 1 }])
    expect(ledger.origins).toEqual([dialog])
    expect(ledger.rounds.map(({ round: n, fate }) => [n, fate])).toEqual([
      [2, 'errorSeed'],
      [3, 'waiting'],
    ])
  })

  it('does not take a variation that failed later for the seed’s own return', () => {
    const again = [
      ROUNDS[0]!,
      round(2, ...[...ROUNDS[1]!.entries.values()], {
        id: 'a',
        parents: [dialog],
        pool: 'errorSeed',
        standing: 'mastered',
      }),
      ROUNDS[2]!,
    ]
    expect(ledgerOf('a', again).rounds.at(-1)?.fate).toBe('setAside')
  })

  it('ends where lineage goes in a circle, and keeps ids of what is not at hand', () => {
    const circle = [
      round(1, { id: 'x', parents: [from('y')] }, { id: 'y', parents: [from('x'), from('gone')] }),
    ]
    const ledger = ledgerOf('x', circle)
    expect(ledger.ancestors).toEqual([
      { sample: 'y', round: 1, distance: 1 },
      { sample: 'gone', distance: 2 },
    ])
    expect(ledgerOf('nobody', circle)).toMatchObject({ rounds: [], ancestors: [], descendants: [] })
  })

  it('gives the flow every sample of the training set once, and no others', () => {
    const flow = flowOf(flowEntries(ROUNDS[0]!, ROUNDS[1]))
    expect(flow.total).toBe(2)
    expect(flow.fates).toMatchObject({ errorSeed: 1, highPerplexity: 1 })
    expect(flowOf(flowEntries(ROUNDS[1]!, ROUNDS[2])).fates).toMatchObject({ errorSeed: 1, setAside: 2 })
  })
})
