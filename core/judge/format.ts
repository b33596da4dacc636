/** The judge's answer: its form, how it is read, and how the two responses stand in a request. */
import { fromPlain } from '../json/convert.ts'
import { type ExactJson, type ExactObject, isExactObject, type JsonText } from '../json/exact.ts'
import { findJson } from '../json/find.ts'
import { printJson } from '../json/print.ts'
import type { VerdictName } from './verdict.ts'

/** What a response is looked at for. */
export const CRITERIA = ['correctness', 'parameters', 'selection', 'completeness', 'needless'] as const
export type Criterion = (typeof CRITERIA)[number]

/** The judge sees two responses and is not told which of them is the label. */
export const SEEN_VERDICTS = ['RESPONSE_1_WRONG', 'RESPONSE_2_WRONG', 'BOTH_RIGHT', 'BOTH_WRONG'] as const
export type SeenVerdict = (typeof SEEN_VERDICTS)[number]

/** A verdict on the label and the prediction as the judge has to put it; `swapped`: the prediction stands first. */
export function seenAs(verdict: VerdictName, swapped: boolean): SeenVerdict {
  if (verdict === 'bothRight') return 'BOTH_RIGHT'
  if (verdict === 'bothWrong') return 'BOTH_WRONG'
  return (verdict === 'labelWrong') !== swapped ? 'RESPONSE_1_WRONG' : 'RESPONSE_2_WRONG'
}

const meantBy = (seen: SeenVerdict, swapped: boolean): VerdictName => {
  if (seen === 'BOTH_RIGHT') return 'bothRight'
  if (seen === 'BOTH_WRONG') return 'bothWrong'
  return (seen === 'RESPONSE_1_WRONG') !== swapped ? 'labelWrong' : 'predictionWrong'
}

/** What a judge says of two responses. */
export interface SeenJudgement {
  readonly faults1: readonly Criterion[]
  readonly faults2: readonly Criterion[]
  readonly analysis: string
  readonly approach: string
  readonly verdict: SeenVerdict
}

/** The answer in the form that is asked for. */
export const printJudgement = ({ faults1, faults2, analysis, approach, verdict }: SeenJudgement): string =>
  printJson(fromPlain({ faults_1: faults1, faults_2: faults2, analysis, approach, verdict }), 'compact')

const faultList = { type: 'array', items: { type: 'string', enum: CRITERIA } }
const line = { type: 'string' }

/** The schema of an answer; the verdict stands last, after its reasons. @param open verdicts not ruled out yet */
export function judgementSchema(open: readonly SeenVerdict[]): { name: string; schema: JsonText } {
  const properties = {
    faults_1: faultList,
    faults_2: faultList,
    analysis: line,
    approach: line,
    verdict: { type: 'string', enum: open },
  }
  const schema = {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  }
  return { name: 'verdict', schema: printJson(fromPlain(schema)) }
}

/** Why an answer is no vote. */
export const NO_VOTE_REASONS = [
  'verdict.empty',
  'verdict.cutOff',
  'verdict.notJson',
  'verdict.none',
  'verdict.unknown',
  'verdict.several',
  'verdict.ruledOut',
  'verdict.contradicts',
] as const
export type NoVoteReason = (typeof NO_VOTE_REASONS)[number]

export type ReadJudgement =
  | { readonly ok: { readonly verdict: VerdictName; readonly analysis: string; readonly approach: string } }
  | { readonly wrong: NoVoteReason; readonly detail: string }

const wrong = (reason: NoVoteReason, detail: string): ReadJudgement => ({ wrong: reason, detail })

/** The ways in which models write the four, without signs and spaces; whole values only, never words of a sentence. */
const WRITTEN: ReadonlyMap<string, SeenVerdict> = new Map([
  ['RESPONSE1WRONG', 'RESPONSE_1_WRONG'],
  ['RESPONSE2WRONG', 'RESPONSE_2_WRONG'],
  ['BOTHRIGHT', 'BOTH_RIGHT'],
  ['BOTHCORRECT', 'BOTH_RIGHT'],
  ['BOTHWRONG', 'BOTH_WRONG'],
  ['BOTHINCORRECT', 'BOTH_WRONG'],
  ['回答1错误', 'RESPONSE_1_WRONG'],
  ['回答2错误', 'RESPONSE_2_WRONG'],
  ['回答一错误', 'RESPONSE_1_WRONG'],
  ['回答二错误', 'RESPONSE_2_WRONG'],
  ['两者都对', 'BOTH_RIGHT'],
  ['两者都正确', 'BOTH_RIGHT'],
  ['两者都错', 'BOTH_WRONG'],
  ['两者都错误', 'BOTH_WRONG'],
])

const seenVerdict = (text: string): SeenVerdict | undefined =>
  WRITTEN.get(
    text
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^\p{L}\p{N}]/gu, ''),
  )

const SAID = /"verdict"\s*:\s*"([^"\\]*)"/g

/** The verdict of an answer, if it is exactly one of the four and stands there once. */
function oneVerdict(value: ExactObject, text: string): SeenVerdict | NoVoteReason {
  const raw = value.get('verdict')
  if (raw === undefined || raw === null || raw === '') return 'verdict.none'
  if (Array.isArray(raw)) return raw.length > 1 ? 'verdict.several' : 'verdict.unknown'
  if (typeof raw !== 'string') return 'verdict.unknown'
  const seen = seenVerdict(raw)
  const said = new Set([seen, ...[...text.matchAll(SAID)].map((found) => seenVerdict(found[1] ?? ''))])
  if (said.size > 1) return 'verdict.several'
  if (seen !== undefined) return seen
  const named = SEEN_VERDICTS.filter((one) => raw.toUpperCase().includes(one))
  return named.length > 1 ? 'verdict.several' : 'verdict.unknown'
}

const isVerdict = (value: SeenVerdict | NoVoteReason): value is SeenVerdict =>
  SEEN_VERDICTS.some((one) => one === value)

/** Whether a list of faults, where there is one, says the opposite of the verdict. */
function contradicts(value: ExactObject, verdict: SeenVerdict): boolean {
  const opposes = (list: ExactJson | undefined, isWrong: boolean): boolean =>
    Array.isArray(list) && list.length > 0 !== isWrong
  const [first, second] = [
    verdict === 'RESPONSE_1_WRONG' || verdict === 'BOTH_WRONG',
    verdict === 'RESPONSE_2_WRONG' || verdict === 'BOTH_WRONG',
  ]
  return opposes(value.get('faults_1'), first) || opposes(value.get('faults_2'), second)
}

/** Longest line that is kept, in characters. */
const LONGEST_LINE = 2000
const lineOf = (value: ExactJson | undefined): string =>
  typeof value === 'string' ? [...value.trim()].slice(0, LONGEST_LINE).join('') : ''

/**
 * Reads a judge's answer. Prose, a refusal, several verdicts at once, or an answer that was cut are no vote; a
 * verdict is never guessed from a sentence.
 *
 * @param finish why the model stopped
 * @param open verdicts that rules have not ruled out
 */
export function readJudgement(
  text: string,
  finish: string,
  swapped: boolean,
  open: ReadonlySet<VerdictName>,
): ReadJudgement {
  const found = findJson(text)
  if (!('value' in found) || !isExactObject(found.value)) {
    // Also where all the room went into thinking and nothing was said.
    if (finish === 'length') return wrong('verdict.cutOff', 'the answer reached its length limit')
    if (text.trim() === '') return wrong('verdict.empty', 'nothing was said')
    return wrong('verdict.notJson', 'problem' in found ? found.problem : 'no object')
  }
  const seen = oneVerdict(found.value, text)
  if (!isVerdict(seen)) return wrong(seen, printJson(found.value.get('verdict') ?? null))
  if (contradicts(found.value, seen))
    return wrong('verdict.contradicts', `${seen}, but the faults say otherwise`)
  const verdict = meantBy(seen, swapped)
  if (!open.has(verdict)) return wrong('verdict.ruledOut', `${seen}, but a rule shows otherwise`)
  return {
    ok: {
      verdict,
      analysis: lineOf(found.value.get('analysis')),
      approach: lineOf(found.value.get('approach')),
    },
  }
}
