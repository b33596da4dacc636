/** Catches ids that differ from transformers', and files that would give wrong ones without a word. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { Tokenizer as SmallTokenizer } from '#core/nano/tokenizer.ts'
import { ModelTokenizer } from '#engine/tokenizer/model-tokenizer.ts'

const fixture = z.object({
  config: z.record(z.string(), z.unknown()),
  tokenizer: z.record(z.string(), z.unknown()).optional(),
  cases: z.array(z.object({ text: z.string(), ids: z.array(z.number()), decoded: z.string() })),
})
const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const nanoText = read('../../../resources/nano/tokenizer.json')

const FAMILIES = ['qwen', 'llama', 'mistral', 'wordpiece', 'unigram', 'nano'] as const
function opened(name: (typeof FAMILIES)[number]) {
  const { config, tokenizer, cases } = fixture.parse(
    JSON.parse(read(`../../fixtures/tokenizer/${name}.json`)),
  )
  const text = tokenizer === undefined ? nanoText : JSON.stringify(tokenizer)
  return { tokenizer: ModelTokenizer.read(text, JSON.stringify(config)), text, cases }
}

describe.each(FAMILIES)('the tokenizer in the style of %s', (name) => {
  const { tokenizer, cases } = opened(name)

  it('gives the ids that transformers gives', () => {
    expect(cases.length).toBeGreaterThan(130)
    for (const { text, ids } of cases) expect({ text, ids: tokenizer.encode(text) }).toEqual({ text, ids })
  })

  it('gives the text back that transformers gives', () => {
    // U+FEFF is dropped where bytes are put together again; a count does not need it.
    for (const { text, ids, decoded } of cases.filter(({ decoded }) => !decoded.includes('\ufeff')))
      expect({ text, decoded: tokenizer.decode(ids) }).toEqual({ text, decoded })
  })
})

/** Pieces that make tokenizers stumble, and whatever else there is. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(' ', '  ', '\n', '\t', '\r\n', '🙂', '请', '12345', "'re", '{"a": ', '\u00a0', 'é'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

describe('what is encoded and decoded again', () => {
  it.each(['llama', 'nano'] as const)('is the same text where nothing is normalised: %s', (name) => {
    const { tokenizer } = opened(name)
    fc.assert(
      fc.property(text, (one) => {
        fc.pre(!one.includes('\ufeff'))
        expect(tokenizer.decode(tokenizer.encode(one))).toBe(one.toWellFormed())
      }),
    )
  })

  it('is the composed text in the style of Qwen', () => {
    const { tokenizer } = opened('qwen')
    fc.assert(
      fc.property(text, (one) => {
        fc.pre(!one.includes('\ufeff'))
        expect(tokenizer.decode(tokenizer.encode(one))).toBe(one.toWellFormed().normalize('NFC'))
      }),
    )
  })

  it('is the same text where unknown signs fall back to bytes', () => {
    const { tokenizer } = opened('mistral')
    fc.assert(
      fc.property(text, (one) => {
        fc.pre(!/[\ufeff▁]/.test(one))
        expect(tokenizer.decode(tokenizer.encode(one))).toBe(one.toWellFormed())
      }),
    )
  })

  it('has the ids that the small policy’s own tokenizer gives', () => {
    const { tokenizer } = opened('nano')
    const small = SmallTokenizer.read(nanoText)
    fc.assert(
      fc.property(text, (one) => {
        expect(tokenizer.encode(one)).toEqual(small.encode(one))
      }),
    )
  })
})

describe('a file that cannot be used is told', () => {
  const failureOf = (act: () => unknown): unknown => {
    try {
      return act()
    } catch (error) {
      return error instanceof Failure ? [error.code, error.values.part] : error
    }
  }
  const changed = (change: (file: Record<string, unknown>) => void): unknown => {
    const file: Record<string, unknown> = JSON.parse(opened('qwen').text)
    change(file)
    return failureOf(() => ModelTokenizer.read(JSON.stringify(file), '{}'))
  }

  it.each([
    ['no JSON', '{"model":', '{}'],
    ['a list', '[]', '{}'],
    ['no model', '{"added_tokens":[]}', '{}'],
    ['a config that is none', opened('qwen').text, '3'],
    [
      'a vocabulary of nothing',
      '{"added_tokens":[],"model":{"type":"BPE"},"normalizer":null,"pre_tokenizer":null,"post_processor":null,"decoder":null}',
      '{}',
    ],
  ])('%s', (_, file, config) => {
    expect(failureOf(() => ModelTokenizer.read(file, config))).toEqual(['tokenizer.damaged', undefined])
  })

  it('a part that the library does not know', () => {
    expect(changed((file) => Object.assign(file, { normalizer: { type: 'Magic' } }))).toEqual([
      'tokenizer.unsupported',
      'Normalizer type: Magic',
    ])
  })

  it('a cut that the library would do otherwise', () => {
    const split = { type: 'Split', pattern: { String: '-' }, behavior: 'MergedWithPrevious', invert: false }
    expect(changed((file) => Object.assign(file, { pre_tokenizer: split }))).toEqual([
      'tokenizer.unsupported',
      'Split MergedWithPrevious',
    ])
  })

  it('but not a cut at spaces behind a normalizer that leaves none', () => {
    const split = { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithPrevious', invert: false }
    const normalizer = { type: 'Replace', pattern: { String: ' ' }, content: '▁' }
    expect(changed((file) => Object.assign(file, { pre_tokenizer: split, normalizer }))).toBeInstanceOf(
      ModelTokenizer,
    )
  })
})
