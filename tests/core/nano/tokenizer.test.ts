import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SPECIAL_TOKENS, Tokenizer } from '#core/nano/tokenizer.ts'
import { trainTokenizer } from '#core/nano/train-tokenizer.ts'

interface Golden {
  readonly size: number
  readonly corpus: readonly string[]
  readonly cases: readonly { readonly text: string; readonly ids: readonly number[] }[]
}
const FILE = join(import.meta.dirname, '../../fixtures/nano/tokenizer-cases.json')
const golden = JSON.parse(readFileSync(FILE, 'utf8')) as Golden
const corpus = Array.from({ length: 40 }, () => golden.corpus.join('\n'))
const file = trainTokenizer(corpus, golden.size)
const tokenizer = Tokenizer.read(file)
const tokens = (text: string): string[] => tokenizer.encode(text).map((id) => tokenizer.decode([id]))

describe('the tokenizer', () => {
  it.each(golden.cases)('gives the ids of Hugging Face’s tokenizers: $text', ({ text, ids }) => {
    expect(tokenizer.encode(text)).toEqual(ids)
  })

  it('says back what was said, whatever that is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.constantFrom(...SPECIAL_TOKENS, '<', '|>', ' ', '\n', '\ufeff', 'im_end'))
        .map((list) => list.join('')),
    )
    fc.assert(
      fc.property(text, (said) => {
        expect(tokenizer.decode(tokenizer.encode(said))).toBe(said)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps to ids below its size', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (said) =>
        tokenizer.encode(said).every((id) => id >= 0 && id < tokenizer.size),
      ),
    )
    expect(tokenizer.size).toBe(golden.size)
    expect(tokenizer.decode([-1, 9999])).toBe('')
  })

  it('gives a value the same ids in a sentence and in JSON: no space, sign or digit sticks to letters', () => {
    const value = tokenizer.encode('Oslo')
    for (const around of ['in Oslo?', '{"place":"Oslo"}', '(Oslo)', 'Oslo, please', 'to:Oslo4'])
      expect(tokenizer.encode(around).join()).toContain(value.join())
    for (const token of tokens(corpus.join('\n').replaceAll(/<\/?tool_call>/g, ''))) {
      expect(token).not.toMatch(/\p{L}[^\p{L}]|[^\p{L}]\p{L}/u)
      expect(token).not.toMatch(/\d./)
    }
  })

  it('is the same for the same texts', () => {
    expect(trainTokenizer(corpus, golden.size)).toBe(file)
  })

  it.each([
    ['no JSON', '{'],
    ['no tokenizer', '{"model":{"type":"Unigram"}}'],
    [
      'a vocabulary without all bytes',
      JSON.stringify({ added_tokens: [], model: { type: 'BPE', vocab: { a: 0 }, merges: [] } }),
    ],
  ])('refuses %s in words', (_, text) => {
    expect(() => Tokenizer.read(text)).toThrow(expect.objectContaining({ code: 'tokenizer.unreadable' }))
  })

  it('reads merges in either of the two spellings', () => {
    const old = JSON.parse(file) as { model: { merges: [string, string][] } }
    const spelled = {
      ...old,
      model: { ...old.model, merges: old.model.merges.map((pair) => pair.join(' ')) },
    }
    expect(Tokenizer.read(JSON.stringify(spelled)).encode('book the ferry')).toEqual(
      tokenizer.encode('book the ferry'),
    )
  })
})
