/** Verified failures that new samples are grown from. */
import { findingsOf } from '../judge/rule.ts'
import type { Judged } from '../judge/verdict.ts'
import type { Sample } from '../sample/sample.ts'
import { readAnswer, splitThinking } from '../tool-call/read.ts'
import type { CallAnswer } from './child.ts'

/** What the expander is told of a failure. Plain JSON: it travels with the job's items. */
export interface ExpandSeed {
  /** Id of the sample that was failed. */
  readonly sample: string
  readonly right: CallAnswer
  /** The wrong answer as it was written, without thinking. */
  readonly wrong: string
  readonly analysis: string
  readonly approach: string
}

/** Why a judged sample is no seed. */
export type NoSeed = 'unjudged' | 'noFailure' | 'bothWrong' | 'noCall'

const wordsOfLabel = (sample: Sample): string => {
  const [label] = sample.accepted
  if (label === undefined) return ''
  return label.kind === 'text' ? label.text : JSON.stringify(label.calls)
}

/** The right answer by the verdict, when it holds a call. */
function rightAnswer(sample: Sample, prediction: string, { verdict, label }: Judged): CallAnswer | undefined {
  const answer = label ?? (verdict === 'labelWrong' ? readAnswer(prediction).ok : sample.accepted[0])
  // Whoever called it right: what breaks a rule is nothing to grow from.
  return answer?.kind === 'calls' && answer.calls.length > 0 && findingsOf(sample, answer).length === 0
    ? { kind: 'calls', calls: answer.calls }
    : undefined
}

/**
 * The seed that a verdict makes: one of the two answers is wrong, and the right one holds a call and breaks no rule.
 * A label that a person wrote is the right one, also where both answers were wrong.
 *
 * @param prediction as the policy wrote it
 * @param judged a verdict is there only when the votes reached their quorum
 */
export function seedOf(
  sample: Sample,
  prediction: string,
  judged: Judged,
): ExpandSeed | { readonly none: NoSeed } {
  const { verdict, votes, label } = judged
  if (verdict === 'unjudged') return { none: 'unjudged' }
  if (verdict === 'bothRight') return { none: 'noFailure' }
  if (verdict === 'bothWrong' && label === undefined) return { none: 'bothWrong' }
  const right = rightAnswer(sample, prediction, judged)
  if (right === undefined) return { none: 'noCall' }
  const told = votes.filter((vote) => vote.verdict === verdict)
  return {
    sample: sample.id,
    right,
    wrong: verdict === 'labelWrong' ? wordsOfLabel(sample) : splitThinking(prediction).text.trim(),
    analysis: told.find((vote) => vote.analysis !== '')?.analysis ?? '',
    approach: told.find((vote) => vote.approach !== '')?.approach ?? '',
  }
}
