/** Labels with predictions that are near misses: what two implementations of one match must agree on. */
import fc from 'fast-check'
import type { MatchMode } from '#core/tool-call/score-request.ts'

// JSON texts, so that spellings of numbers survive.
const scalar = fc.oneof(
  fc.constantFrom(
    '1',
    '1.0',
    '1e0',
    '10E-1',
    '0',
    '-0',
    '-0.0',
    'true',
    'false',
    'null',
    '"1"',
    '"true"',
    '""',
    '[]',
    '{}',
  ),
  fc.constantFrom(
    '12345678901234567890',
    '12345678901234567891',
    '1.2345678901234567890e19',
    '9007199254740993',
    '0.1',
    '0.10000000000000001',
  ),
  fc.constantFrom(
    'NaN',
    'Infinity',
    '1e999',
    '-1e999',
    '1e-999',
    '1e99999999999999999999',
    '1e3',
    '1000',
    '01',
    '"\\ud800"',
    '"\\u00e9"',
    '"é"',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }).map((text) => JSON.stringify(text)),
  fc.constantFrom('"</tool_call>"', '"<think>"', '"<tool_call>"', '"a\\nb"', '"\\u3000"'),
  fc.integer({ min: -3, max: 3 }).map(String),
)
const name = fc.constantFrom('a', 'b', 'c', '__proto__', 'é')
const object = (value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(name, value), { maxLength: 3 })
    .map((pairs) => `{${pairs.map(([k, v]) => `"${k}": ${v}`).join()}}`)
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie('json'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`) },
    { weight: 1, arbitrary: object(tie('json')) },
  ),
}))
const call = fc.record({ name: fc.constantFrom('f', 'g', 'F'), args: object(json) })
type Call = { readonly name: string; readonly args: string }

/** The same calls in the ways that models write them. */
const layouts: readonly ((calls: readonly Call[]) => string)[] = [
  (calls) => calls.map((one) => `<tool_call>\n${body(one)}\n</tool_call>`).join('\n'),
  (calls) => calls.map((one) => `<tool_call>${body(one)}</tool_call>`).join(''),
  (calls) => calls.map((one) => `<tool_call>\r\n${body(one)}\r\n</tool_call>`).join('\r\n'),
  (calls) => `<tool_call>\n[${calls.map(body).join()}]\n</tool_call>`,
  (calls) =>
    calls
      .map(
        (one) =>
          `<tool_call>\n{"arguments": ${JSON.stringify(one.args)}, "name": "${one.name}"}\n</tool_call>`,
      )
      .join('\n'),
]
const body = (one: Call): string => `{"name": "${one.name}", "arguments": ${one.args}}`
const wrappers: readonly ((text: string) => string)[] = [
  ...Array.from({ length: 6 }, () => (text: string) => text),
  (text) => `<think>\nso I call f\n</think>\n\n${text}`,
  (text) => `so\u0085it\u3000is</think>${text}`,
  (text) => `<think>${text}</think>`,
  (text) => `Well.\n${text}\nDone.`,
  (text) => `<|im_start|>assistant\n${text}<|im_end|>\n`,
  (text) => `\ufeff${text}\u3000`,
  (text) => `<think>a</think> <think>b</think>${text}</tool_call>`,
]
const words = fc.constantFrom('', 'Hello.', 'Which A?', 'capable', '\u3000', '<tool_call>', 'é', 'É?')
const text = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.array(call, { minLength: 1, maxLength: 3 }), fc.constantFrom(...layouts))
      .map(([calls, layout]) => layout(calls)),
  },
  { weight: 1, arbitrary: words },
)

/** A small change: none, a reorder of calls, another layout, a cut or a changed sign. */
const pair = fc.oneof(
  fc
    .tuple(
      fc.array(call, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...layouts),
      fc.constantFrom(...layouts),
      fc.boolean(),
    )
    .map(([calls, a, b, turn]) => [a(calls), b(turn ? [...calls].reverse() : calls)] as const),
  fc
    .tuple(text, fc.nat(), fc.string({ maxLength: 2 }))
    .map(
      ([label, at, put]) =>
        [
          label,
          label.slice(0, at % (label.length + 1)) + put + label.slice((at % (label.length + 1)) + put.length),
        ] as const,
    ),
  fc.tuple(text, text),
)

const schema = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.record({
      type: fc.constantFrom('string', 'integer', 'number', 'boolean', 'null', 'array', 'object', [
        'string',
        'null',
      ]),
    }),
    fc.record(
      { minimum: fc.integer({ min: -2, max: 2 }), multipleOf: fc.constantFrom(1, 2, 0.5) },
      { requiredKeys: [] },
    ),
    fc.record(
      { minLength: fc.nat(3), pattern: fc.constantFrom('^a', '1$', '[0-9]', '(a+)+$') },
      { requiredKeys: [] },
    ),
    fc.record({ enum: fc.constantFrom([1, 'a', null], [[1], {}], [true, '']) }),
    // No empty list: the app's validator takes {} for it.
    fc.record({ const: fc.constantFrom(1, true, {}, [1]) }),
    fc.record({ items: tie('any'), minItems: fc.nat(2), uniqueItems: fc.boolean() }, { requiredKeys: [] }),
    fc.record({ contains: tie('any'), maxContains: fc.nat(1) }, { requiredKeys: ['contains'] }),
    fc.record(
      {
        properties: fc.dictionary(name, tie('any'), { maxKeys: 2 }),
        additionalProperties: fc.constantFrom(true, false, { type: 'string' }),
      },
      { requiredKeys: [] },
    ),
    fc.record({ required: fc.subarray(['a', 'b']), maxProperties: fc.nat(2) }),
    fc.record({ anyOf: fc.array(tie('any'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ oneOf: fc.array(tie('any'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ allOf: fc.array(tie('any'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: tie('any') }),
    fc.tuple(tie('any'), tie('any'), tie('any')).map(([test, yes, no]) =>
      Object.fromEntries([
        ['if', test],
        ['then', yes],
        ['else', no],
      ]),
    ),
    fc.constantFrom(true, {}, { $ref: '#/$defs/d' }),
  ),
})).any
const tool = fc.record({
  name: fc.constantFrom('f', 'g'),
  parameters: fc.record(
    {
      type: fc.constant('object'),
      properties: fc.dictionary(
        name,
        fc.oneof(schema, fc.record({ default: fc.constantFrom(1, true, null, [], {}, '') })),
        { maxKeys: 3 },
      ),
      required: fc.subarray(['a', 'b']),
      additionalProperties: fc.boolean(),
      $defs: fc.record({ d: fc.constantFrom({ type: 'string' }, { minimum: 1 }, true) }),
    },
    { requiredKeys: ['type', '$defs'] },
  ),
})

const options = fc.record(
  {
    minimum: fc.constantFrom(0, -1, -3),
    halfText: fc.boolean(),
    orderedPrefix: fc.boolean(),
    lengthBonus: fc.boolean(),
    toolrlRange: fc.boolean(),
  },
  { requiredKeys: [] },
)

/** Lines as `loop score` and reward.py read them. Rules for schemas come with tools that know f and g. */
export const scoreLines = (mode: MatchMode): fc.Arbitrary<string> =>
  fc
    .record({
      pair,
      wrap: fc.constantFrom(...wrappers),
      others: fc.array(text, { maxLength: 1 }),
      tools: fc.option(fc.array(tool, { maxLength: 2 }), { freq: mode === 'schema' ? 20 : 2 }),
      kind: fc.option(fc.constantFrom('missingParameter', 'single'), { freq: 1 }),
      missing: fc.option(fc.constantFrom([{ name: 'a', wordings: ['é'] }], [{ name: 'A', wordings: [] }]), {
        freq: 1,
      }),
      options,
    })
    .map(({ pair: [label, said], wrap, others, ...rest }) =>
      JSON.stringify({ label, accepted: others, prediction: wrap(said), ...rest }),
    )
