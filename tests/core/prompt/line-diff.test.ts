import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineDiff } from '#core/prompt/line-diff.ts'

const shown = (before: string, after: string) =>
  lineDiff(before, after).map(({ kind, text }) => `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}`)

describe('the difference of two texts', () => {
  it('keeps what is common and puts what is new behind what is gone', () => {
    expect(shown('a\nb\nc', 'a\nx\nc')).toEqual([' a', '-b', '+x', ' c'])
    expect(shown('a\nb', 'a\nb')).toEqual([' a', ' b'])
    expect(shown('a', 'a\nb\n')).toEqual([' a', '+b', '+'])
  })

  it('holds both texts, whole and in order', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
      .map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = lineDiff(before, after)
        const without = (kind: string) =>
          lines
            .filter((line) => line.kind !== kind)
            .map(({ text }) => text)
            .join('\n')
        expect([without('added'), without('removed')]).toEqual([before, after])
      }),
    )
  })

  it('finds as many common lines as there are', () => {
    const lines = Array.from({ length: 200 }, (_, i) => `line ${i}`)
    const dropped = lines.filter((_, i) => i % 3 > 0)
    expect(lineDiff(lines.join('\n'), dropped.join('\n')).filter(({ kind }) => kind === 'same')).toHaveLength(
      dropped.length,
    )
  })

  it('shows a book as replaced whole', () => {
    const book = Array.from({ length: 3000 }, (_, i) => `${i}`).join('\n')
    expect(lineDiff(book, `${book}\nx`)).toHaveLength(6001)
  })
})
