/** Ways to spoil an expander's answer, each with the code that it must come to. */
import { HISTORY, inCase, last, seedAs, seedText, withHistory } from './expander-case.ts'
import {
  borne,
  CHAT_MARKS,
  controlSign,
  cutOf,
  deep,
  type FuzzRow,
  INVISIBLE,
  insertAt,
  noise,
} from './row.ts'

export const EXPANDER_ROWS: readonly FuzzRow[] = [
  { what: 'cut', code: 'notJson', spoil: ({ text }, random) => cutOf(text, random) },
  {
    what: 'cut at the length limit',
    code: 'cutOff',
    spoil: ({ text }, random) => ({ text: cutOf(text, random), finish: 'length' }),
  },
  { what: 'blank', code: 'notJson', spoil: (_, random) => random.pick(['', ' ', '\n\n', '\ufeff']) },
  { what: 'noise', code: 'notJson', spoil: (_, random) => `x${noise(random, 400)}` },
  {
    what: 'a control sign inside a text',
    code: 'notJson',
    spoil: ({ text }, random) =>
      insertAt(text, controlSign(random), text.indexOf('"text":"') + '"text":"'.length),
  },
  {
    what: 'nesting without end',
    code: 'notJson',
    spoil: ({ text }) => text.replace('{', `{"x":${deep(600)},`),
  },
  {
    what: 'a needless key, deep inside',
    code: borne,
    spoil: ({ text }, random) => text.replace('{', `{"x":${deep(random.int(1, 400))},`),
  },
  {
    what: 'inside another object',
    code: 'shape',
    spoil: ({ text }, random) => `{"${random.pick(['case', 'result', '__proto__'])}":${text}}`,
  },
  { what: 'inside a list', code: 'shape', spoil: ({ text }) => `[${text}]` },
  {
    what: 'words, marks and a fence around it',
    code: borne,
    spoil: ({ text }, random) =>
      random.pick([
        `${noise(random)}${text}${noise(random)}`,
        `${random.pick(CHAT_MARKS)}${text}${random.pick(CHAT_MARKS)}`,
        `\`\`\`json\n${text}\n\`\`\``,
      ]),
  },
  {
    what: 'an answer that stands twice, the last one empty',
    code: 'empty',
    spoil: ({ text }) => text.replace(/\}$/, ',"answer":{"calls":[]}}'),
  },
  {
    what: 'messages that stand twice, the last ones none',
    code: 'empty',
    spoil: ({ text }) => text.replace(/\}$/, ',"messages":[]}'),
  },
  {
    what: 'no messages, no answer, or other things in their place',
    code: 'shape',
    spoil: inCase((child, _call, random) =>
      Object.assign(
        child,
        random.pick<object>([
          { messages: null },
          { messages: 'hello' },
          { messages: { 0: {} } },
          { answer: null },
          { answer: [] },
          { answer: 'sunny' },
        ]),
      ),
    ),
  },
  {
    what: 'messages that are no messages',
    code: 'shape',
    spoil: inCase(
      (child, _call, random) =>
        void child.messages.splice(
          random.int(0, child.messages.length - 1),
          1,
          ...(random.pick([
            [null],
            ['hello'],
            [7],
            [{}],
            [{ role: 'user' }],
            [{ role: 'User', text: 'x' }],
          ]) as Record<string, unknown>[]),
        ),
    ),
  },
  {
    what: 'a message of nothing that can be seen',
    code: 'empty',
    spoil: inCase(
      (child, _call, random) =>
        void Object.assign(last(child), {
          text: random.pick([...INVISIBLE.filter((sign) => sign !== '\u00ad'), ' ', '\n\n', '']),
        }),
    ),
  },
  {
    what: 'a call tag in a text',
    code: 'tagInText',
    spoil: inCase(
      (child, _call, random) =>
        void Object.assign(last(child), {
          text: `${String(last(child).text)} ${random.pick(['<tool_call>', '</tool_call>', '<tool_response>'])}`,
        }),
    ),
  },
  {
    what: 'chat marks in a text',
    code: borne,
    spoil: inCase(
      (child, _call, random) =>
        void Object.assign(last(child), { text: `${String(last(child).text)} ${random.pick(CHAT_MARKS)}` }),
    ),
  },
  {
    what: 'half a sign in a text',
    code: borne,
    spoil: inCase((child) => void Object.assign(last(child), { text: `${String(last(child).text)} \ud83d` })),
  },
  {
    what: 'the turns swapped, doubled, or going on',
    code: 'order',
    spoil: inCase((child, _call, random) => {
      const own = last(child)
      child.messages = random.pick([
        [own, own],
        [{ role: 'assistant', text: 'Hi.' }, own],
        [...HISTORY('Bergen').slice(0, 3), own],
        [...HISTORY('Bergen').slice(0, 2), own],
        [own, { role: 'assistant', text: 'Yes.' }],
        [...HISTORY('Bergen').slice(2), own],
      ])
    }),
  },
  {
    what: 'results lost, of another tool, or too many',
    code: 'results',
    spoil: withHistory((history, random) => {
      const result = { name: 'get_weather', result: 1 }
      Object.assign(history[2] ?? {}, {
        results: random.pick([
          [],
          [{ ...result, name: 'other' }],
          [result, result],
          [{ ...result, name: 'get_weather ' }],
        ]),
      })
    }),
  },
  {
    what: 'results that are no results',
    code: 'shape',
    spoil: withHistory(
      (history, random) =>
        void Object.assign(history[2] ?? {}, {
          results: random.pick<unknown>([
            null,
            'sunny',
            {},
            [null],
            [{ name: 'get_weather' }],
            [{ result: 1 }],
          ]),
        }),
    ),
  },
  {
    what: 'an answer in words',
    code: 'noCall',
    spoil: inCase((child) => void Object.assign(child, { answer: { text: 'It is sunny.' } })),
  },
  {
    what: 'an empty list of calls',
    code: 'empty',
    spoil: inCase((child) => void child.answer.calls.splice(0)),
  },
  {
    what: 'calls that are no calls',
    code: 'shape',
    spoil: inCase(
      (child, call, random) =>
        void Object.assign(child.answer, {
          calls: random.pick<unknown>([
            null,
            {},
            'get_weather',
            [null],
            ['get_weather'],
            [{ arguments: {} }],
            [{ ...call, name: '' }],
            [{ ...call, name: 7 }],
            [{ ...call, arguments: [1] }],
            [{ ...call, arguments: 'Oslo' }],
            [{ ...call, arguments: null }],
          ]),
        }),
    ),
  },
  {
    what: 'a tool that there is not',
    code: 'unknownTool',
    spoil: inCase(
      (_child, call, random) =>
        void Object.assign(call, {
          name: random.pick([
            'get_wether',
            'Get_Weather',
            'get weather',
            'get_weather\u200b',
            'ｇｅｔ_weather',
            '__proto__',
            'constructor',
            'get_weather_v2',
          ]),
        }),
    ),
  },
  {
    what: 'a call of an unknown tool in the history',
    code: 'unknownTool',
    spoil: withHistory((history) => {
      Object.assign(history[1] ?? {}, { calls: [{ name: 'find', arguments: {} }] })
      Object.assign(history[2] ?? {}, { results: [{ name: 'find', result: {} }] })
    }),
  },
  {
    what: 'arguments that break the schema',
    code: 'schema',
    spoil: inCase((_child, call, random) => {
      const given = call.arguments as object
      call.arguments = random.pick<unknown>([
        {},
        { ...given, country: 'Norway' },
        { ...given, City: 'Oslo' },
        { city: null },
        { city: ['Oslo'] },
        { city: 7 },
        { city: true },
        { ...given, days: 'three' },
        { ...given, days: [3] },
        JSON.parse('{"city":"Oslo","__proto__":1}'),
      ])
    }),
  },
  {
    what: 'a number that no double holds',
    code: 'schema',
    spoil: ({ text }, random) =>
      text.replace(
        /"arguments":\{"city":"[^"]*"\}\}\]\}\}$/,
        `"arguments":{"city":${random.pick(['1e9999', '12345678901234567890', '-0.0'])}}}]}}`,
      ),
  },
  {
    what: 'arguments as a text',
    code: borne,
    spoil: inCase((_child, call) => void Object.assign(call, { arguments: JSON.stringify(call.arguments) })),
  },
  {
    what: 'a value that nobody said',
    code: 'ungrounded',
    spoil: inCase(
      (_child, call, random) =>
        void Object.assign(call, {
          arguments: { city: random.pick(['Reykjavik', 'Ouagadougou', '雷克雅未克', 'Kyoto']) },
        }),
    ),
  },
  {
    what: 'another language',
    code: 'language',
    spoil: inCase((child, call, random) => {
      const { city } = call.arguments as { city: string }
      child.messages = [
        {
          role: 'user',
          text: `${random.pick(['周五我们在这里演出，要带伞吗？城市是', '我奶奶想知道这周花园会不会下雨，地点：'])}${city}`,
        },
      ]
    }),
  },
  {
    what: 'the seed in other clothes',
    code: 'nearSeed',
    spoil: (_, random) =>
      seedAs(
        random.pick([
          seedText,
          seedText.toUpperCase(),
          seedText.replaceAll('\n', ' '),
          seedText.replaceAll(' ', '  \n'),
          seedText.replace(/[.?]/g, '!'),
          seedText.replaceAll('e', 'ｅ'),
          `Hello! ${seedText} Thank you very much.`,
        ]),
      ),
  },
]
