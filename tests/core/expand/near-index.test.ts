import { describe, expect, it } from 'vitest'
import { jaccard, NearIndex, sampleShingles } from '#core/expand/near-index.ts'
import { Random } from '#core/random/random.ts'
import type { Sample } from '#core/sample/sample.ts'

const textOf = (text: string): Pick<Sample, 'messages' | 'accepted'> => ({
  messages: [{ role: 'user', text }],
  accepted: [{ kind: 'text', text: 'yes' }],
})
const words = (random: Random, count: number) =>
  Array.from({ length: count }, () => `w${random.int(0, 5000)}`)

describe('near copies', () => {
  it('are seen through case, width, spaces and signs', () => {
    const a = sampleShingles(textOf('Please book ＴＷＯ rooms, for Friday!'))
    expect(jaccard(a, sampleShingles(textOf('please BOOK two   rooms for friday')))).toBe(1)
    expect(jaccard(a, sampleShingles(textOf('Cancel the table on Monday evening')))).toBeLessThan(0.2)
  })

  it('are seen in Chinese, where nothing parts the words', () => {
    const a = sampleShingles(textOf('请帮我预订明天从北京到上海的高铁票，两张二等座'))
    expect(
      jaccard(a, sampleShingles(textOf('请帮我预订明天从北京到上海的高铁票，两张一等座'))),
    ).toBeGreaterThan(0.6)
    expect(jaccard(a, sampleShingles(textOf('今天广州的天气怎么样，要不要带伞')))).toBeLessThan(0.05)
  })

  it('are found among thousands: at least 199 of 200 that are 0.8 alike, and none that is not near', () => {
    const random = new Random('near')
    const index = new NearIndex(0.7)
    const all = Array.from({ length: 3000 }, () => words(random, 120))
    for (const [i, list] of all.entries()) index.add(`s${i}`, textOf(list.join(' ')))
    let found = 0
    for (let i = 0; i < 200; i++) {
      const copy = [...(all[i] ?? [])]
      for (let n = 0; n < 4; n++) copy[20 + n * 25] = 'changed'
      const hit = index.find(textOf(copy.join(' ')))
      if (hit?.id === `s${i}`) found++
    }
    expect(found).toBeGreaterThanOrEqual(199)
    for (let i = 0; i < 200; i++) expect(index.find(textOf(words(random, 120).join(' ')))).toBeUndefined()
  })

  it('of the sample itself do not count', () => {
    const index = new NearIndex(0.7)
    index.add('a', textOf('one two three four five'))
    expect(index.find(textOf('one two three four five'), 'a')).toBeUndefined()
    expect(index.find(textOf('one two three four five'), 'b')).toEqual({ id: 'a', similarity: 1 })
  })

  it('of nothing are not found', () => {
    const index = new NearIndex(0.7)
    index.add('a', { messages: [], accepted: [] })
    expect(index.find({ messages: [], accepted: [] })).toBeUndefined()
  })

  it('are still found when very many samples are copies of one another', () => {
    const index = new NearIndex(0.7)
    for (let i = 0; i < 5000; i++) index.add(`s${i}`, textOf(`always the very same words here ${i}`))
    // Compared in full are at most 200 of them, so the answer may be any; it must be there.
    expect(index.find(textOf('always the very same words here 77'))?.similarity).toBeGreaterThanOrEqual(0.7)
  })
})
