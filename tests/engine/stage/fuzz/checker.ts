/** Ways to spoil a checker's answer, each with the code that it must come to. */
import type { Random } from '#core/random/random.ts'
import {
  borne,
  CHAT_MARKS,
  type Control,
  controlSign,
  cutOf,
  deep,
  type FuzzRow,
  insertAt,
  noise,
} from './row.ts'

export function checkerControl(random: Random): Control {
  const verdict = random.pick(['correct', 'incorrect'])
  const reason = random.pick(['fits what was said', '城市不对', 'It says "3".', ''])
  return { text: JSON.stringify({ reason, verdict }), code: verdict }
}

const other = (code: string): string => (code === 'correct' ? 'incorrect' : 'correct')
const verdictTo = ({ text, code }: Control, json: string): string =>
  text.replace(`"verdict":"${code}"`, `"verdict":${json}`)

export const CHECKER_ROWS: readonly FuzzRow[] = [
  { what: 'cut', code: 'check.notJson', spoil: ({ text }, random) => cutOf(text, random) },
  {
    what: 'cut at the length limit',
    code: 'check.cutOff',
    spoil: ({ text }, random) => ({ text: cutOf(text, random), finish: 'length' }),
  },
  { what: 'blank', code: 'check.empty', spoil: (_, random) => random.pick(['', ' ', '\n\n', '\ufeff']) },
  { what: 'noise', code: 'check.notJson', spoil: (_, random) => `x${noise(random)}` },
  {
    what: 'prose',
    code: 'check.notJson',
    spoil: ({ code }, random) => `${noise(random)} The label is ${code}.`,
  },
  {
    what: 'a control sign inside a text',
    code: 'check.notJson',
    spoil: ({ text }, random) => insertAt(text, controlSign(random), '{"reason":"'.length),
  },
  {
    what: 'nesting without end',
    code: 'check.notJson',
    spoil: ({ text }) => text.replace('{', `{"x":${deep(600)},`),
  },
  {
    what: 'inside another object',
    code: 'check.shape',
    spoil: ({ text }, random) => `{"${random.pick(['result', '__proto__'])}":${text}}`,
  },
  { what: 'inside a list', code: 'check.shape', spoil: ({ text }) => `[${text}]` },
  {
    what: 'the verdict left out',
    code: 'check.shape',
    spoil: ({ text, code }) => text.replace(`,"verdict":"${code}"`, ''),
  },
  {
    what: 'something else for a verdict',
    code: 'check.shape',
    spoil: (control, random) =>
      verdictTo(
        control,
        random.pick([
          'null',
          '""',
          '1e9999',
          '0',
          'true',
          '{}',
          '["correct"]',
          '"正确"',
          '"correct or incorrect"',
          '"cоrrect"',
        ]),
      ),
  },
  {
    what: 'the key twice',
    code: 'check.several',
    spoil: ({ text, code }) => text.replace('{', `{"verdict":"${other(code)}",`),
  },
  {
    what: 'a second answer behind it',
    code: 'check.several',
    spoil: ({ text, code }, random) => `${text}${noise(random)}{"verdict":"${other(code)}"}`,
  },
  {
    what: 'the key twice, the same verdict',
    code: borne,
    spoil: ({ text, code }) => text.replace('{', `{"verdict":"${code}",`),
  },
  {
    what: 'capitals and spaces',
    code: borne,
    spoil: (control) => verdictTo(control, `" ${control.code.toUpperCase()}\\n"`),
  },
  {
    what: 'words and marks around it',
    code: borne,
    spoil: ({ text }, random) => `${random.pick(CHAT_MARKS)}${noise(random)}${text}${noise(random)}`,
  },
  {
    what: 'half a sign in the reason',
    code: borne,
    spoil: ({ text }) => insertAt(text, '\ud83d', '{"reason":"'.length),
  },
  {
    what: 'a reason that is no text',
    code: borne,
    spoil: ({ code }, random) =>
      `{"reason":${random.pick(['null', '[]', '1e400', '{"verdict":1}'])},"verdict":"${code}"}`,
  },
]
