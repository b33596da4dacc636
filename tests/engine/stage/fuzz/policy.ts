/** Ways to spoil a policy's answer, each with the strict match's reason that it must come to. */
import type { Random } from '#core/random/random.ts'
import {
  borne,
  CHAT_MARKS,
  type Control,
  controlSign,
  cutOf,
  deep,
  type FuzzRow,
  INVISIBLE,
  insertAt,
  noise,
} from './row.ts'

const CITY = 'Málaga'
/** The calls that are right for the sample. */
export const POLICY_LABEL = { city: CITY, days: 3 }
const OPEN = '<tool_call>'
const CLOSE = '</tool_call>'

/** The right call in one of the layouts that models use. */
export function policyControl(random: Random): Control {
  const space = random.pick(['', ' '])
  const args = random.pick([
    `{"city":${space}"${CITY}",${space}"days":${space}3}`,
    `{"days":${space}3,${space}"city":${space}"${CITY}"}`,
  ])
  const line = random.pick(['\n', '', '\r\n'])
  return {
    text: `${OPEN}${line}{"name":${space}"get_weather",${space}"arguments":${space}${args}}${line}${CLOSE}`,
    code: 'same',
  }
}

const args =
  (json: string): FuzzRow['spoil'] =>
  () =>
    `${OPEN}\n{"name": "get_weather", "arguments": ${json}}\n${CLOSE}`
const oneOf =
  (...bodies: readonly string[]): FuzzRow['spoil'] =>
  (_, random) =>
    `${OPEN}\n${random.pick(bodies)}\n${CLOSE}`
const days =
  (...values: readonly string[]): FuzzRow['spoil'] =>
  (control, random) =>
    args(`{"city": "${CITY}", "days": ${random.pick(values)}}`)(control, random)
const city =
  (...values: readonly string[]): FuzzRow['spoil'] =>
  (control, random) =>
    args(`{"city": ${random.pick(values)}, "days": 3}`)(control, random)
/** Behind the opening tag, before the closing one is whole. */
const insideTag = ({ text }: Control, random: Random): string =>
  cutOf(text, random, OPEN.length).slice(0, text.length - 1)

export const POLICY_ROWS: readonly FuzzRow[] = [
  { what: 'cut inside the call', code: 'answer.tagNotClosed', spoil: insideTag },
  {
    what: 'cut inside the call at the length limit',
    code: 'answer.tagNotClosed',
    spoil: (control, random) => ({ text: insideTag(control, random), finish: 'length' }),
  },
  {
    what: 'cut inside the opening tag',
    code: 'calls.missing',
    spoil: ({ text }, random) => text.slice(0, random.int(1, OPEN.length - 1)),
  },
  { what: 'blank', code: 'answer.empty', spoil: (_, random) => random.pick(['', ' ', '\n\n', '\t\r\n']) },
  { what: 'words', code: 'calls.missing', spoil: (_, random) => `x${noise(random)}` },
  { what: 'the closing tag lost', code: 'answer.tagNotClosed', spoil: ({ text }) => text.replace(CLOSE, '') },
  { what: 'the opening tag lost', code: 'answer.tagNotOpened', spoil: ({ text }) => text.replace(OPEN, '') },
  {
    what: 'a closing tag too many',
    code: 'answer.tagNotOpened',
    spoil: ({ text }, random) => random.pick([`${text}${CLOSE}`, `${CLOSE}${text}`]),
  },
  {
    what: 'a second call that was begun',
    code: 'answer.tagNotClosed',
    spoil: ({ text }) => `${text}\n${OPEN}`,
  },
  {
    what: 'full-width tags',
    code: 'calls.missing',
    spoil: ({ text }) => text.replaceAll('<', '＜').replaceAll('>', '＞'),
  },
  {
    what: 'a quote lost',
    code: 'answer.notJson',
    spoil: ({ text }, random) => {
      const quotes = [...text.matchAll(/"/g)].map(({ index }) => index)
      const at = random.pick(quotes)
      return text.slice(0, at) + text.slice(at + 1)
    },
  },
  {
    what: 'a bracket lost or too many',
    code: 'answer.notJson',
    spoil: ({ text }, random) =>
      random.pick([
        text.replace('}', ''),
        text.replace('{', ''),
        text.replace('}', '}}'),
        text.replace('}', ',}'),
      ]),
  },
  {
    what: 'a control sign inside a value',
    code: 'answer.notJson',
    spoil: ({ text }, random) => insertAt(text, controlSign(random), text.indexOf(CITY)),
  },
  {
    what: 'another notation',
    code: 'answer.notJson',
    spoil: oneOf(
      `get_weather(city="${CITY}", days=3)`,
      'get_weather',
      '{name: get_weather}',
      `<city>${CITY}</city>`,
      "{'name': 'get_weather'}",
      'NaN',
      '',
    ),
  },
  {
    what: 'nesting without end',
    code: 'answer.notJson',
    spoil: args(`{"city": "${CITY}", "days": 3, "x": ${deep(600)}}`),
  },
  {
    what: 'JSON that is no call',
    code: 'answer.notACall',
    spoil: oneOf('[]', '1', 'null', '"get_weather"', '[1]', '[[]]', 'true'),
  },
  {
    what: 'no name',
    code: 'answer.noName',
    spoil: oneOf(
      '{}',
      '{"name": ""}',
      '{"name": null}',
      '{"name": ["get_weather"]}',
      '{"Name": "get_weather"}',
      '[{}]',
      '{"function": {"name": "get_weather"}}',
    ),
  },
  {
    what: 'arguments that are none',
    code: 'answer.badArguments',
    spoil: oneOf(
      ...['null', '[]', '3', 'true', '"Lima"', '""', '"[1]"'].map(
        (json) => `{"name": "get_weather", "arguments": ${json}}`,
      ),
    ),
  },
  {
    what: 'another tool',
    code: 'calls.names',
    spoil: ({ text }, random) =>
      text.replace(
        'get_weather',
        random.pick([
          'send_mail',
          'get_wether',
          'Get_Weather',
          'get_weather ',
          '__proto__',
          'get\u200b_weather',
        ]),
      ),
  },
  {
    what: 'a call more',
    code: 'calls.count',
    spoil: ({ text }, random) => `${text}${random.pick(['', '\n', ' '])}${text}`,
  },
  {
    what: 'an argument less, more, or renamed',
    code: 'arguments.names',
    spoil: oneOf(
      ...[
        `{"city": "${CITY}"}`,
        `{"city": "${CITY}", "days": 3, "x": null}`,
        `{"town": "${CITY}", "days": 3}`,
        `{"City": "${CITY}", "days": 3}`,
        `{"city": "${CITY}", "days": 3, "__proto__": 1}`,
        '{}',
        `{"city": "${CITY}", "days": 3, "x": ${deep(300)}}`,
      ].map((json) => `{"name": "get_weather", "arguments": ${json}}`),
    ),
  },
  {
    what: 'another number',
    code: 'arguments.values',
    spoil: days(
      '4',
      '-3',
      '3.0000000000000001',
      '1e400',
      '-1e400',
      '3e1',
      '12345678901234567890',
      '0.3e2',
      '"3"',
      'true',
      'null',
      '[3]',
      '{}',
    ),
  },
  {
    what: 'the same number, written in another way',
    code: 'same',
    spoil: days('3', '3.0', '3e0', '0.3e1', '30E-1', '3.000000000000000000'),
  },
  {
    what: 'another text',
    code: 'arguments.values',
    spoil: city(
      '"Malaga"',
      '"málaga"',
      '"Ma\\u0301laga"',
      `"${CITY} "`,
      `"${CITY}\\u200b"`,
      '"Μálaga"',
      `["${CITY}"]`,
      'null',
      `"<think>${CITY}</think>"`,
      `"${CITY}\\ud83d"`,
    ),
  },
  { what: 'the same text, in escapes', code: 'same', spoil: city('"M\\u00e1laga"', '"\\u004d\\u00E1laga"') },
  {
    what: 'keys that stand twice, the last one right',
    code: 'same',
    spoil: oneOf(
      `{"name": "x", "name": "get_weather", "arguments": {"city": "x", "city": "${CITY}", "days": 3}}`,
      `{"arguments": {}, "name": "get_weather", "arguments": {"days": 3, "city": "${CITY}"}}`,
    ),
  },
  {
    what: 'needless keys, a list, arguments as a text',
    code: 'same',
    spoil: oneOf(
      `{"id": 7, "name": "get_weather", "arguments": {"city": "${CITY}", "days": 3}, "why": "${CLOSE}"}`,
      `[{"name": "get_weather", "arguments": {"city": "${CITY}", "days": 3}}]`,
      `{"name": "get_weather", "arguments": "{\\"city\\": \\"${CITY}\\", \\"days\\": 3}"}`,
      `{"name": "get_weather", "arguments": {"city": "${CITY}", "days": 3, "units": "metric"}}`,
    ),
  },
  {
    what: 'words around it',
    code: borne,
    spoil: ({ text }, random) => `${noise(random)}\n${text}\n${noise(random)}`,
  },
  {
    what: 'thinking before it',
    code: borne,
    spoil: ({ text }, random) =>
      random.pick([
        `<think>${noise(random)}</think>${text}`,
        `${noise(random)}</think>\n\n${text}`,
        `<think></think>${text}`,
        `<think>${OPEN}</think>${text}`,
      ]),
  },
  {
    what: 'thinking around it',
    code: 'answer.empty',
    spoil: ({ text }, random) =>
      random.pick([
        `<think>${text}</think>`,
        `<think>${noise(random)}${text}`,
        `<think>\n${text}</think>\n`,
        `${text}</think>`,
      ]),
  },
  {
    what: 'chat marks behind it',
    code: borne,
    spoil: ({ text }, random) => `${text}${random.pick(CHAT_MARKS)}${noise(random)}`,
  },
  { what: 'the end mark before it', code: 'answer.empty', spoil: ({ text }) => `<|im_end|>${text}` },
  {
    what: 'the end mark inside it',
    code: 'answer.tagNotClosed',
    spoil: ({ text }) => insertAt(text, '<|im_end|>', text.indexOf(CITY)),
  },
  {
    what: 'a sign that nobody sees before it',
    code: borne,
    spoil: ({ text }, random) => `${random.pick(INVISIBLE)}${text}`,
  },
  {
    what: 'very much before it',
    code: borne,
    spoil: ({ text }, random) => `${random.pick(['x ', '中', '{"a":', '"'])}`.repeat(20_000) + text,
  },
]
