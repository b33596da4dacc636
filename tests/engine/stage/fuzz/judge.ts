/** Ways to spoil a judge's answer, each with the code that it must come to. */
import { CRITERIA, printJudgement, SEEN_VERDICTS, type SeenVerdict } from '#core/judge/format.ts'
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
  withLookAlike,
} from './row.ts'

const ANALYSES = [
  'The city differs.',
  '城市错了。',
  'It says "3", not 4.',
  'a\\b\n\tc',
  '😀 fine',
  '',
] as const

const isWrong = (side: 1 | 2, verdict: SeenVerdict): boolean =>
  verdict === 'BOTH_WRONG' || verdict === `RESPONSE_${side}_WRONG`

/** A whole answer with one of the four verdicts. */
export function judgeControl(random: Random): Control {
  const verdict = random.pick(SEEN_VERDICTS)
  const faults = (side: 1 | 2) => (isWrong(side, verdict) ? [random.pick(CRITERIA)] : [])
  const [faults1, faults2] = [faults(1), faults(2)]
  const text = printJudgement({
    ...{ faults1, faults2, verdict },
    ...{ analysis: random.pick(ANALYSES), approach: random.pick(ANALYSES) },
  })
  return { text, code: verdict }
}

const another = (verdict: string, random: Random): SeenVerdict =>
  random.pick(SEEN_VERDICTS.filter((one) => one !== verdict))
const verdictTo = ({ text, code }: Control, json: string): string =>
  text.replace(`"verdict":"${code}"`, `"verdict":${json}`)
/** Place of a text's first sign inside the quotes of `analysis`. */
const insideAnalysis = (text: string): number => text.indexOf('"analysis":"') + '"analysis":"'.length

export const JUDGE_ROWS: readonly FuzzRow[] = [
  { what: 'cut', code: 'verdict.notJson', spoil: ({ text }, random) => cutOf(text, random) },
  {
    what: 'cut at the length limit',
    code: 'verdict.cutOff',
    spoil: ({ text }, random) => ({ text: cutOf(text, random), finish: 'length' }),
  },
  {
    what: 'nothing at the length limit',
    code: 'verdict.cutOff',
    spoil: (_, random) => ({ text: random.pick(['', ' ', '\n']), finish: 'length' }),
  },
  {
    what: 'blank',
    code: 'verdict.empty',
    spoil: (_, random) => random.pick(['', ' ', '\n\n', '\t \r\n', '\ufeff']),
  },
  { what: 'the first bracket lost', code: 'verdict.notJson', spoil: ({ text }) => text.slice(1) },
  {
    what: 'a quote lost',
    code: 'verdict.notJson',
    spoil: ({ text }, random) => {
      const quotes = [...text.matchAll(/(?<!\\)"/g)].map(({ index }) => index)
      const at = random.pick(quotes)
      return text.slice(0, at) + text.slice(at + 1)
    },
  },
  {
    what: 'a comma too many',
    code: 'verdict.notJson',
    spoil: ({ text }, random) =>
      random.pick([text.replace(/\}$/, ',}'), text.replace('{', '{,'), text.replace('],', '],,')]),
  },
  { what: 'single quotes', code: 'verdict.notJson', spoil: ({ code }) => `{'verdict': '${code}'}` },
  {
    what: 'a control sign inside a text',
    code: 'verdict.notJson',
    spoil: ({ text }, random) => insertAt(text, controlSign(random), insideAnalysis(text)),
  },
  {
    what: 'nesting without end',
    code: 'verdict.notJson',
    spoil: ({ text }) => text.replace('{', `{"x":${deep(600)},`),
  },
  {
    what: 'deep nesting',
    code: borne,
    spoil: ({ text }, random) => text.replace('{', `{"x":${deep(random.int(2, 400))},`),
  },
  {
    what: 'inside another object',
    code: 'verdict.none',
    spoil: ({ text }, random) => `{"${random.pick(['result', 'answer', '__proto__', 'verdicts'])}":${text}}`,
  },
  { what: 'inside a list', code: 'verdict.notJson', spoil: ({ text }) => `[${text}]` },
  { what: 'as a text in JSON', code: 'verdict.notJson', spoil: ({ code }) => JSON.stringify(code) },
  { what: 'noise', code: 'verdict.notJson', spoil: (_, random) => `x${noise(random)}` },
  {
    what: 'prose that names verdicts',
    code: 'verdict.notJson',
    spoil: ({ code }, random) => `${noise(random)} ${code}, not ${another(code, random)}.`,
  },
  {
    what: 'the verdict left out',
    code: 'verdict.none',
    spoil: ({ text, code }) => text.replace(`,"verdict":"${code}"`, ''),
  },
  {
    what: 'another spelling of the key',
    code: 'verdict.none',
    spoil: ({ text }, random) =>
      text.replace('"verdict"', random.pick(['"Verdict"', '"VERDICT"', '"verdict "', '"vеrdict"'])),
  },
  {
    what: 'an empty verdict',
    code: 'verdict.none',
    spoil: (control, random) => verdictTo(control, random.pick(['""', 'null'])),
  },
  {
    what: 'a number or an object for a verdict',
    code: 'verdict.unknown',
    spoil: (control, random) =>
      verdictTo(
        control,
        random.pick(['1', '-0.0', '1e9999', '12345678901234567890', 'true', '{}', '[]', '["BOTH_RIGHT"]']),
      ),
  },
  {
    what: 'another word',
    code: 'verdict.unknown',
    spoil: (control, random) =>
      verdictTo(
        control,
        JSON.stringify(
          random.pick(['LGTM', 'RIGHT', 'WRONG', 'RESPONSE_3_WRONG', '回答3错误', 'NOT BOTH_WRONG']),
        ),
      ),
  },
  {
    what: 'a look-alike of a letter',
    code: 'verdict.unknown',
    spoil: (control, random) => verdictTo(control, JSON.stringify(withLookAlike(control.code, random))),
  },
  {
    what: 'a sign that nobody sees in the verdict',
    code: borne,
    spoil: (control, random) =>
      verdictTo(
        control,
        JSON.stringify(insertAt(control.code, random.pick(INVISIBLE), random.int(0, control.code.length))),
      ),
  },
  {
    what: 'full width',
    code: borne,
    spoil: (control) =>
      verdictTo(
        control,
        JSON.stringify(
          control.code.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
        ),
      ),
  },
  {
    what: 'small letters and spaces',
    code: borne,
    spoil: (control) =>
      verdictTo(control, JSON.stringify(` ${control.code.toLowerCase().replaceAll('_', ' ')}. `)),
  },
  {
    what: 'escapes in the verdict',
    code: borne,
    spoil: (control) =>
      verdictTo(control, `"\\u00${control.code.charCodeAt(0).toString(16)}${control.code.slice(1)}"`),
  },
  {
    what: 'two verdicts in a list',
    code: 'verdict.several',
    spoil: (control, random) =>
      verdictTo(control, JSON.stringify([control.code, another(control.code, random)])),
  },
  {
    what: 'two verdicts in a text',
    code: 'verdict.several',
    spoil: (control, random) =>
      verdictTo(control, JSON.stringify(`${control.code} or ${another(control.code, random)}`)),
  },
  {
    what: 'the key twice',
    code: 'verdict.several',
    spoil: ({ text, code }, random) => text.replace('{', `{"verdict":"${another(code, random)}",`),
  },
  {
    what: 'the key twice, once in escapes',
    code: 'verdict.several',
    spoil: ({ text, code }, random) => text.replace(/\}$/, `,"verd\\u0069ct":"${another(code, random)}"}`),
  },
  {
    what: 'the key twice, the same verdict',
    code: borne,
    spoil: ({ text, code }) => text.replace('{', `{"verdict":"${code}",`),
  },
  {
    what: 'a second answer behind it',
    code: 'verdict.several',
    spoil: ({ text, code }, random) => `${text}\nNo: {"verdict":"${another(code, random)}"}`,
  },
  {
    what: 'faults on the other side',
    code: 'verdict.contradicts',
    spoil: ({ text, code }) =>
      code === 'BOTH_WRONG'
        ? text.replace(/"faults_2":\[[^\]]+\]/, '"faults_2":[]')
        : code === 'BOTH_RIGHT'
          ? text.replace('"faults_1":[]', '"faults_1":["selection"]')
          : text
              .replace('faults_1', 'faults_x')
              .replace('faults_2', 'faults_1')
              .replace('faults_x', 'faults_2'),
  },
  {
    what: 'chat marks around it',
    code: borne,
    spoil: ({ text }, random) => `${random.pick(CHAT_MARKS)}${text}${random.pick(CHAT_MARKS)}`,
  },
  {
    what: 'words around it',
    code: borne,
    spoil: ({ text }, random) => `${noise(random)}\n${text}\n${noise(random)}`,
  },
  {
    what: 'a fence around it',
    code: borne,
    spoil: ({ text }, random) => `\`\`\`${random.pick(['', 'json', 'JSON'])}\n${text}\n\`\`\``,
  },
  {
    what: 'half a sign in the reasons',
    code: borne,
    spoil: ({ text }, random) => insertAt(text, random.pick(['\ud83d', '\udc00']), insideAnalysis(text)),
  },
  {
    what: 'very long reasons',
    code: borne,
    spoil: ({ text }, random) =>
      insertAt(text, random.pick(['x', '中', '😀 ']).repeat(20_000), insideAnalysis(text)),
  },
  {
    what: 'a fault nobody knows, reasons that are no text',
    code: borne,
    spoil: ({ text }, random) =>
      text.replace(/"approach":"(?:[^"\\]|\\.)*"/, `"approach":${random.pick(['null', '3', '{"a":[]}'])}`),
  },
]
