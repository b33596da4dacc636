import { describe, expect, it } from 'vitest'
import { type Candidate, countPools, distinct, orderRound, pickRound } from '#core/round/pick.ts'

const candidate = (id: string, pool: Candidate['pool'], more: Partial<Candidate> = {}): Candidate => ({
  id,
  pool,
  ...more,
})
const many = (count: number, pool: Candidate['pool'], more: (i: number) => Partial<Candidate> = () => ({})) =>
  Array.from({ length: count }, (_, i) => candidate(`${pool}${i}`, pool, more(i)))

describe('picking a round', () => {
  it('counts a sample once, in the pool that says most', () => {
    const each = distinct([
      candidate('a', 'fresh'),
      candidate('a', 'errorSeed'),
      candidate('a', 'highPerplexity'),
      candidate('b', 'highPerplexity'),
      candidate('b', 'fresh'),
    ])
    expect(countPools(each.values())).toEqual({ fresh: 0, errorSeed: 1, expansion: 0, highPerplexity: 1 })
  })

  it('takes the highest perplexities and draws the rest by seed, in any order of arrival', () => {
    const pool = [...many(50, 'fresh'), ...many(50, 'highPerplexity', (i) => ({ perplexity: 1 + i / 10 }))]
    const take = { fresh: 5, errorSeed: 3, expansion: 0, highPerplexity: 3 }
    const draw = (list: readonly Candidate[], seed: number) =>
      pickRound(distinct(list), { take }, seed).map(({ id }) => id)
    const ids = draw(pool, 1)
    expect(ids.filter((id) => id.startsWith('high'))).toEqual([
      'highPerplexity49',
      'highPerplexity48',
      'highPerplexity47',
    ])
    expect(ids).toHaveLength(8)
    expect(draw([...pool].reverse(), 1)).toEqual(ids)
    expect(draw(pool, 2)).not.toEqual(ids)
  })

  it('orders by pass rate, then by sureness; what was never probed stands at the average', () => {
    const picked = [
      candidate('failed', 'errorSeed', { passRate: 0, perplexity: 3 }),
      candidate('unsure', 'highPerplexity', { passRate: 1, perplexity: 2 }),
      candidate('new', 'fresh'),
      candidate('sure', 'highPerplexity', { passRate: 1, perplexity: 1.1 }),
    ]
    expect(orderRound(picked, 'curriculum', 1)).toEqual(['sure', 'unsure', 'new', 'failed'])
    expect([...orderRound(picked, 'shuffled', 1)].sort()).toEqual(['failed', 'new', 'sure', 'unsure'])
  })
})
