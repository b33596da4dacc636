import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { score } from '#core/tool-call/score.ts'
import { readScoreLine } from '#core/tool-call/score-line.ts'
import { MATCH_MODES } from '#core/tool-call/score-request.ts'

const line = (fields: Record<string, unknown>): string =>
  JSON.stringify({ label: 'a', prediction: 'b', ...fields })
const call = '{"name":"f","arguments":{"a":12345678901234567890}}'

describe('a line that is scored', () => {
  it.each([
    ['not JSON', '{"label":'],
    ['a list', '[]'],
    ['no prediction', '{"label":"a"}'],
    ['a prediction that is no text', line({ prediction: 1 })],
    ['neither label nor accepted answers', '{"prediction":"a"}'],
    ['both null', line({ label: null })],
    ['a label that is a number', line({ label: 1 })],
    ['a label that is another object', line({ label: { answer: 'x' } })],
    ['accepted answers that are no list', line({ accepted: {} })],
    ['accepted answers as a text that is no list', line({ accepted: 'x' })],
    ['a call without a name', line({ label: { calls: [{ arguments: {} }] } })],
    ['a call whose arguments are a list', line({ label: { calls: [{ name: 'f', arguments: [] }] } })],
    ['tools that are no list', line({ tools: { f: {} } })],
    ['a tool without a name', line({ tools: [{ parameters: {} }] })],
    ['a kind that is no text', line({ kind: 1 })],
    ['a missing parameter without a name', line({ missing: [{ wordings: [] }] })],
    ['a wording that is no text', line({ missing: [{ name: 'a', wordings: [1] }] })],
    ['options that are a list', line({ options: [] })],
    ['a minimum that is not offered', line({ options: { minimum: -2 } })],
  ])('is refused: %s', (_, text) => expect(readScoreLine(text, 'strict')).toBeUndefined())

  it('needs no label for schema rules only', () => {
    expect(readScoreLine('{"prediction":"a"}', 'schema')).toMatchObject({ accepted: [] })
  })

  it('takes null for absent, as a row of Parquet has it', () => {
    const nulls = { accepted: null, tools: null, kind: null, missing: null, options: null }
    expect(readScoreLine(line(nulls), 'strict')).toEqual({
      mode: 'strict',
      accepted: ['a'],
      prediction: 'b',
      options: {},
    })
  })

  it('takes tools and accepted answers as JSON texts, as a row for verl has them, every digit kept', () => {
    const request = readScoreLine(
      JSON.stringify({
        accepted: `[{"calls": [${call}]}]`,
        tools: '[{"name": "f", "parameters": {"x": 1.0}}]',
        prediction: '',
      }),
      'strict',
    )
    expect(request?.accepted).toEqual([
      { kind: 'calls', calls: [{ name: 'f', arguments: '{"a":12345678901234567890}' }] },
    ])
    expect(request?.tools?.get('f')?.parameters).toBe('{"x":1.0}')
  })

  it('takes tools as the app, a model API and a schema in a text have them', () => {
    const request = readScoreLine(
      line({
        tools: [
          { name: 'a', parameters: { type: 'object' } },
          { type: 'function', function: { name: 'b' } },
          { name: 'c', parameters: '{"type":"object"}' },
        ],
      }),
      'strict',
    )
    expect([...(request?.tools ?? [])].map(([name, tool]) => [name, tool.parameters])).toEqual([
      ['a', '{"type":"object"}'],
      ['b', '{}'],
      ['c', '{"type":"object"}'],
    ])
  })

  it('counts the label among the accepted answers', () => {
    expect(readScoreLine(line({ accepted: ['c'] }), 'strict')?.accepted).toEqual(['a', 'c'])
  })

  it('never throws, nor does its score, whatever a line holds', () => {
    const key = fc.constantFrom(
      'label',
      'accepted',
      'prediction',
      'tools',
      'kind',
      'missing',
      'options',
      'calls',
      'text',
      'name',
    )
    const { any } = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.constantFrom(null, 1, true, '<tool_call>', '[]'),
        fc.array(tie('any')),
        fc.dictionary(key, tie('any')),
      ),
    }))
    fc.assert(
      fc.property(fc.dictionary(key, any), fc.constantFrom(...MATCH_MODES), (value, mode) => {
        const request = readScoreLine(JSON.stringify({ prediction: 'x', label: 'y', ...value }), mode)
        if (request) expect(Number.isFinite(score(request).score)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
