/** Which jobs make up a round. Bug caught: a round shown as standing although what it was made from was made anew. */
import { describe, expect, it } from 'vitest'
import { currentRounds, datasetIdOf, type StageJob } from '#core/round/lineage.ts'

const job = (id: string, stage: StageJob['stage'], more: Partial<StageJob> = {}): StageJob => ({
  id,
  stage,
  state: 'done',
  ...more,
})
const composed = (
  id: string,
  round: number,
  more: Partial<NonNullable<StageJob['compose']>> = {},
): StageJob => job(id, 'compose', { compose: { round, trained: [], ...more } })

const ONE = datasetIdOf('c1')
const FIRST = [
  composed('c1', 1),
  job('p1', 'probe', { dataset: ONE }),
  job('j1', 'judge', { dataset: ONE, probe: 'p1' }),
  job('x1', 'expand', { dataset: ONE, judge: 'j1' }),
]
const SECOND = composed('c2', 2, { trained: [ONE], probe: 'p1', judge: 'j1', expand: 'x1' })

describe('the rounds that stand', () => {
  it('are followed from set to set through what read what', () => {
    expect(currentRounds([...FIRST, SECOND])).toEqual([
      { round: 1, dataset: ONE, jobs: { compose: 'c1', probe: 'p1', judge: 'j1', expand: 'x1' } },
      { round: 2, dataset: datasetIdOf('c2'), jobs: { compose: 'c2' } },
    ])
  })

  it('end before a round whose inputs were made anew', () => {
    const again = job('j2', 'judge', { dataset: ONE, probe: 'p1' })
    const rounds = currentRounds([...FIRST, SECOND, again])
    expect(rounds).toHaveLength(1)
    // What was grown from the old verdicts no longer counts either.
    expect(rounds[0]?.jobs).toEqual({ compose: 'c1', probe: 'p1', judge: 'j2' })
  })

  it('leave out what was replaced, even while nothing has taken its place', () => {
    const jobs = [...FIRST, SECOND].map((one) => (one.id === 'p1' ? { ...one, replaced: true } : one))
    expect(currentRounds(jobs)).toEqual([{ round: 1, dataset: ONE, jobs: { compose: 'c1' } }])
  })

  it('take a cancelled job only where there is no other', () => {
    const cancelled = job('p2', 'probe', { dataset: ONE, state: 'cancelled' })
    expect(currentRounds([...FIRST, cancelled])[0]?.jobs.probe).toBe('p1')
    expect(currentRounds([composed('c1', 1), cancelled])[0]?.jobs.probe).toBe('p2')
  })

  it('are none where nothing was composed, and a second round needs a first', () => {
    expect(currentRounds([job('s', 'simulate', { round: 1 })])).toEqual([])
    expect(currentRounds([SECOND])).toEqual([])
  })
})
