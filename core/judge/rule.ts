/**
 * What rules decide surely. A rule can prove an answer wrong, never right: so it may blame a prediction and clear
 * nothing, and it never hands the label over to the prediction.
 */
import { ungrounded } from '../ground/ungrounded.ts'
import { toolsByName } from '../probe/standing.ts'
import type { Sample } from '../sample/sample.ts'
import type { Answer } from '../tool-call/call.ts'
import { type ReadProblem, readAnswer } from '../tool-call/read.ts'
import { checkCall, type ProblemCode } from '../tool-call/schema.ts'
import { type JudgeVote, VERDICTS, type VerdictName } from './verdict.ts'

/**
 * `decide`: a prediction that breaks a rule beside a label that breaks none is called wrong, without asking a model.
 * `narrow`: a broken rule only rules verdicts out, so the label is looked at in any case; costs more votes.
 * `off`: models are asked about everything.
 */
export const RULE_POWERS = ['decide', 'narrow', 'off'] as const
export type RulePower = (typeof RULE_POWERS)[number]

/** A rule that an answer breaks, for sure. */
export interface Finding {
  readonly code: `answer.${ReadProblem}` | ProblemCode | 'value.invented'
  readonly detail: string
}

const INVENTED = 'value.invented'

/** A tool whose schema cannot be used is not the answer's fault. */
const TOOLS_FAULT: ProblemCode = 'tool.badSchema'

/** Rules that an answer breaks in the context of a sample: the tools' schemas, and identifiers that nobody said. */
export function findingsOf(sample: Sample, answer: Answer): Finding[] {
  if (answer.kind === 'text') return []
  const tools = toolsByName(sample.tools)
  const broken = answer.calls.flatMap((call) =>
    checkCall(tools, call)
      .filter(({ code }) => code !== TOOLS_FAULT)
      .map(({ code, path, detail }): Finding => ({ code, detail: `${call.name} ${path} ${detail}`.trim() })),
  )
  const invented = ungrounded(sample, answer.calls, tools)
    .filter(({ sure }) => sure)
    .map(({ path, value }): Finding => ({ code: INVENTED, detail: `${path} ${value}` }))
  return [...broken, ...invented]
}

/** The same for what a model wrote; an answer that cannot be read is a finding. */
export function findingsOfText(sample: Sample, text: string): Finding[] {
  const read = readAnswer(text)
  if (read.wrong !== undefined) return [{ code: `answer.${read.wrong}`, detail: read.detail }]
  return findingsOf(sample, read.ok)
}

export interface RuleOutcome {
  /** Verdicts that are still possible. */
  readonly open: ReadonlySet<VerdictName>
  /** Where rules decide. */
  readonly vote?: JudgeVote
}

/** What each side's findings leave possible. */
function openVerdicts(labelBroken: boolean, predictionBroken: boolean): ReadonlySet<VerdictName> {
  const ruledOut: VerdictName[] = [
    ...(labelBroken ? (['predictionWrong', 'bothRight'] as const) : []),
    ...(predictionBroken ? (['labelWrong', 'bothRight'] as const) : []),
  ]
  return new Set(VERDICTS.filter((verdict) => !ruledOut.includes(verdict)))
}

const say = (side: string, findings: readonly Finding[]): string =>
  findings.map(({ code, detail }) => `${side}: ${code} (${detail})`).join('; ')

/**
 * What rules say of a label and an answer that does not match it.
 *
 * @param label the sample's first accepted answer is the label
 * @param text what the policy wrote, without thinking
 */
export function judgeByRule(sample: Sample, text: string, power: RulePower): RuleOutcome {
  const [label] = sample.accepted
  if (power === 'off' || label === undefined) return { open: new Set(VERDICTS) }
  const ofLabel = findingsOf(sample, label)
  const ofPrediction = findingsOfText(sample, text)
  const open = openVerdicts(ofLabel.length > 0, ofPrediction.length > 0)
  const [only] = open
  const decides = open.size === 1 || (power === 'decide' && ofLabel.length === 0 && ofPrediction.length > 0)
  if (!decides || only === undefined) return { open }
  const verdict: VerdictName = open.size === 1 ? only : 'predictionWrong'
  const analysis = [say('label', ofLabel), say('prediction', ofPrediction)].filter((part) => part !== '')
  return {
    open,
    vote: {
      verdict,
      swapped: false,
      judge: 'rules',
      analysis: analysis.join('; '),
      approach: '',
      by: 'rule',
    },
  }
}
