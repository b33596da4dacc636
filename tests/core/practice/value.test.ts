import { describe, expect, it } from 'vitest'
import { fromPlain, type PlainJson } from '#core/json/convert.ts'
import { printJson } from '#core/json/print.ts'
import type { Dice } from '#core/practice/phrases/phrases.ts'
import { callOf, makeArguments, varyArgument, viewOf } from '#core/practice/tool-view.ts'
import { isObject } from '#core/practice/value.ts'
import { resultFor } from '#core/practice/wording.ts'
import { goalOf } from '#core/practice/words/goals.ts'
import { labelOf } from '#core/practice/words/name-words.ts'
import { WORD_LISTS } from '#core/practice/words/word-lists.ts'
import { Random } from '#core/random/random.ts'
import type { Tool } from '#core/tool/tool.ts'
import { checkCall } from '#core/tool-call/schema.ts'
import { SAMPLE, toolSets } from './tool-sets.ts'

const dice = (seed: number, language: 'en' | 'zh' = 'en'): Dice => ({
  random: new Random(seed),
  language,
  words: WORD_LISTS[language],
  count: 2,
  today: '2024-05-01',
})
const tool = (parameters: unknown): Tool => ({
  name: 'try_it',
  description: '',
  parameters: printJson(fromPlain(parameters)),
})
const one = (property: unknown): Tool =>
  tool({ type: 'object', properties: { thing: property }, required: ['thing'] })

const SCHEMAS: readonly (readonly [string, unknown])[] = [
  ['an enumeration', { type: 'string', enum: ['a', 'b'] }],
  ['a constant', { const: 5 }],
  ['a date', { type: 'string', format: 'date' }],
  ['an instant', { type: 'string', format: 'date-time' }],
  ['an address', { type: 'string', format: 'email' }],
  ['a uuid', { type: 'string', format: 'uuid' }],
  ['a narrow range', { type: 'integer', minimum: 3, maximum: 4 }],
  ['excluded ends', { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }],
  ['steps', { type: 'integer', multipleOf: 25, minimum: 100 }],
  ['a short text', { type: 'string', maxLength: 4 }],
  ['a long text', { type: 'string', minLength: 90 }],
  ['a pattern', { type: 'string', pattern: '^#[0-9a-f]{6}$' }],
  ['a list', { type: 'array', items: { type: 'integer' }, minItems: 3, uniqueItems: true }],
  [
    'nested objects',
    {
      type: 'object',
      properties: { a: { type: 'object', properties: { b: { type: 'boolean' } }, required: ['b'] } },
      required: ['a'],
    },
  ],
  ['alternatives', { anyOf: [{ type: 'null' }, { type: 'string' }] }],
  [
    'parts',
    {
      allOf: [
        { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
        { properties: { b: { type: 'integer' } }, required: ['b'] },
      ],
    },
  ],
  ['several types', { type: ['null', 'integer'] }],
  ['no type at all', { description: 'anything' }],
]

describe('values', () => {
  it.each(SCHEMAS)('satisfy %s', (_, property) => {
    const view = viewOf(one(property))
    for (let seed = 0; seed < 40; seed++) {
      const args = makeArguments(view, dice(seed))
      expect(args).toBeDefined()
      expect(checkCall(new Map([['try_it', view.tool]]), callOf(view, args ?? {}))).toEqual([])
    }
  })

  it('follow references inside the document, also where they go round', () => {
    const view = viewOf(
      tool({
        type: 'object',
        properties: { node: { $ref: '#/$defs/node' } },
        required: ['node'],
        $defs: {
          node: {
            type: 'object',
            properties: { name: { type: 'string' }, next: { $ref: '#/$defs/node' } },
            required: ['name'],
          },
        },
      }),
    )
    for (let seed = 0; seed < 40; seed++) expect(makeArguments(view, dice(seed))).toBeDefined()
  })

  it('are not invented where a rule cannot be met', () => {
    expect(makeArguments(viewOf(one({ type: 'string', pattern: '^q{3}-never$' })), dice(1))).toBeUndefined()
  })

  it('put the earlier end of a range first', () => {
    const day = { type: 'string', format: 'date' }
    const view = viewOf(
      tool({
        type: 'object',
        properties: { from_date: day, to_date: day },
        required: ['from_date', 'to_date'],
      }),
    )
    for (let seed = 0; seed < 60; seed++) {
      const args = makeArguments(view, dice(seed)) ?? {}
      expect(String(args.from_date) <= String(args.to_date)).toBe(true)
    }
  })

  it('differ where one is varied, and only there', () => {
    for (const entry of SAMPLE) {
      const view = viewOf(entry)
      const args = makeArguments(view, dice(3)) ?? {}
      for (const name of Object.keys(args)) {
        const other = varyArgument(view, args, name, dice(4))
        if (!other) continue
        const changed = Object.keys(args).filter(
          (key) => JSON.stringify(other[key]) !== JSON.stringify(args[key]),
        )
        expect([entry.name, changed]).toEqual([entry.name, [name]])
      }
    }
  })

  it.each(toolSets())('can be made for every tool of %s', (_, tools) => {
    const without = tools.filter((entry) => !makeArguments(viewOf(entry), dice(1)))
    expect(without.map((entry) => entry.name)).toEqual([])
  })
})

describe('the phrase book', () => {
  it('knows every tool of the sample, with every parameter of it', () => {
    const unknown = SAMPLE.filter((entry) => viewOf(entry).phrases === undefined)
    expect(unknown.map((entry) => entry.name)).toEqual([])
  })

  it('does not speak for a tool that only shares a name', () => {
    const stranger = {
      ...(SAMPLE[0] as Tool),
      parameters: tool({ type: 'object', properties: { zone: { type: 'string' } } }).parameters,
    }
    expect(viewOf(stranger).phrases).toBeUndefined()
  })

  it('has a Chinese word for every parameter and every field of a result', () => {
    const fields = (value: PlainJson): string[] =>
      Array.isArray(value)
        ? value.flatMap(fields)
        : isObject(value)
          ? Object.entries(value).flatMap(([key, v]) => [key, ...fields(v)])
          : []
    const names = SAMPLE.flatMap((entry) => {
      const view = viewOf(entry)
      const args = makeArguments(view, dice(1), [...view.properties.keys()]) ?? {}
      return [...view.properties.keys(), ...fields(resultFor(view, args, dice(1)))]
    })
    expect(names.filter((name) => !/^[\p{Script=Han}（）]+$/u.test(labelOf(name, 'zh')))).toEqual([])
  })
})

describe('goals of unknown tools', () => {
  const CASES: readonly (readonly [string, string, PlainJson, string])[] = [
    ['chat_postMessage', '', 'post a chat message', '发布聊天消息'],
    [
      'conversations_list',
      'Lists all channels in a Slack team.',
      'list all channels in a Slack team',
      '列出会话',
    ],
    ['getuserbyname_for_teste', '', 'look up the user by name', '按名称查询用户'],
    ['create_issue', '', 'create an issue', '新建议题'],
    ['forecast', 'This API is great', 'look up the forecast', '查询预报'],
    ['with_rt_ratings_for_list_movies', '', 'look something up with rt ratings', '查询“rt ratings”'],
  ]
  it.each(CASES)('%s %j', (name, description, english, chinese) => {
    expect(goalOf(name, description, 'en').text).toBe(english)
    expect(goalOf(name, description, 'zh').text.replaceAll(' “', '“')).toBe(chinese)
  })
})
