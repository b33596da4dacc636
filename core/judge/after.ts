/** What follows from a verdict (JGLV, arXiv 2511.09148): the corrected sample, and what it is kept for. */

import type { Prediction } from '../probe/prediction.ts'
import { toolsByName } from '../probe/standing.ts'
import type { Sample } from '../sample/sample.ts'
import type { Answer } from '../tool-call/call.ts'
import { sameAnswer } from '../tool-call/match.ts'
import { mentionsAll } from '../tool-call/mention.ts'
import { readAnswer } from '../tool-call/read.ts'
import type { MatchMode } from '../tool-call/score-request.ts'
import { answerToJudge } from './need.ts'
import { findingsOf } from './rule.ts'
import type { Judged, JudgeVote, VerdictName } from './verdict.ts'

/** What the sample is kept for; `unjudged` waits for a verdict and is neither kept nor dropped. */
export type Keep = 'errorSeed' | 'highPerplexityOnly' | 'dropped' | 'unjudged'

/** A change of a sample's accepted answers, with what was there before. */
export interface LabelChange {
  /** `labelWritten`: by a person, in place of all that was accepted. */
  readonly change: 'labelReplaced' | 'answerJoined' | 'labelWritten'
  readonly before: readonly Answer[]
  readonly after: readonly Answer[]
  readonly verdict: VerdictName
  /** Who decided. */
  readonly by: JudgeVote['by']
}

export interface Aftermath {
  readonly sample: Sample
  readonly keep: Keep
  readonly history: readonly LabelChange[]
  /** Why a prediction that the verdict calls right could not be used, and the sample is dropped. */
  readonly refused?: string
}

/** Words beside calls are no part of a label. */
const bareAnswer = (answer: Answer): Answer =>
  answer.kind === 'text' ? answer : { kind: 'calls', calls: answer.calls }

/** A text label must satisfy its own rule: without the mention that the sample asks for, the rule goes. */
function withAccepted(sample: Sample, accepted: readonly Answer[]): Sample {
  const { missing, ...rest } = sample
  const satisfies =
    missing !== undefined &&
    accepted.every((answer) => answer.kind === 'calls' || mentionsAll(answer.text, missing))
  return { ...rest, accepted, ...(satisfies ? { missing } : {}) }
}

/** The prediction as an answer that may stand as a label, or why it may not. */
function usable(sample: Sample, text: string | undefined): Answer | string {
  if (text === undefined) return 'there is no answer that differs from the label'
  const read = readAnswer(text)
  if (read.wrong !== undefined) return `answer.${read.wrong}`
  const [finding] = findingsOf(sample, read.ok)
  return finding === undefined ? bareAnswer(read.ok) : finding.code
}

const sameLabel = (sample: Sample, a: Answer, b: Answer): boolean =>
  a.kind === 'text' && b.kind === 'text' ? a.text === b.text : sameAnswer(a, b, toolsByName(sample.tools))

/**
 * The sample after its verdict. Prediction wrong: as it was, an error seed. Label wrong: the prediction is the label
 * now, an error seed. Both right: the prediction joins the accepted answers (training would punish a right answer
 * otherwise), kept only where its perplexity is high. Both wrong: dropped. Id and parents stay: it is the same case.
 *
 * A prediction that breaks a rule never becomes a label, whoever called it right.
 *
 * @param mode the match by which the prediction was judged
 */
export function afterVerdict(
  sample: Sample,
  prediction: Prediction,
  judged: Judged,
  mode: MatchMode = 'strict',
): Aftermath {
  const { verdict, label } = judged
  if (label !== undefined) return afterLabel(sample, label, prediction, judged, mode)
  const asItWas = (keep: Keep): Aftermath => ({ sample, keep, history: [] })
  if (verdict === 'unjudged') return asItWas('unjudged')
  if (verdict === 'bothWrong') return asItWas('dropped')
  if (verdict === 'predictionWrong') return asItWas('errorSeed')
  const answer = usable(sample, answerToJudge(sample, prediction, mode)?.text)
  const keep = verdict === 'labelWrong' ? 'errorSeed' : 'highPerplexityOnly'
  if (typeof answer === 'string') {
    // Both right: the label stands without the prediction. Label wrong: nothing right is left.
    return { ...asItWas(verdict === 'labelWrong' ? 'dropped' : keep), refused: answer }
  }
  if (verdict === 'bothRight' && sample.accepted.some((one) => sameLabel(sample, one, answer)))
    return asItWas(keep)
  const after = verdict === 'labelWrong' ? [answer] : [...sample.accepted, answer]
  const change: LabelChange = {
    change: verdict === 'labelWrong' ? 'labelReplaced' : 'answerJoined',
    before: sample.accepted,
    after,
    verdict,
    by: deciderOf(judged.votes),
  }
  return { sample: withAccepted(sample, after), keep, history: [change] }
}

/**
 * The sample with the label that a person wrote. Where they say that both answers are right, the prediction joins it;
 * where both were wrong, the case is worth keeping now: somebody said what is right.
 */
function afterLabel(
  sample: Sample,
  label: Answer,
  prediction: Prediction,
  { verdict }: Judged,
  mode: MatchMode,
): Aftermath {
  if (verdict === 'unjudged') return { sample, keep: 'unjudged', history: [] }
  const also = verdict === 'bothRight' ? usable(sample, answerToJudge(sample, prediction, mode)?.text) : ''
  const joins = typeof also !== 'string' && !sameLabel(sample, label, also)
  const after = [bareAnswer(label), ...(joins ? [also] : [])]
  const change: LabelChange = {
    change: 'labelWritten',
    before: sample.accepted,
    after,
    verdict,
    by: 'human',
  }
  return {
    sample: withAccepted(sample, after),
    keep: verdict === 'bothRight' ? 'highPerplexityOnly' : 'errorSeed',
    history: [change],
  }
}

const deciderOf = (votes: readonly JudgeVote[]): JudgeVote['by'] =>
  votes.some(({ by }) => by === 'human') ? 'human' : votes.some(({ by }) => by === 'rule') ? 'rule' : 'model'
