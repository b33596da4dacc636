/** Which samples need a verdict. */
import type { PredictedAnswer, Prediction } from '../probe/prediction.ts'
import { isMatch, scoreAnswer } from '../probe/standing.ts'
import type { Sample } from '../sample/sample.ts'
import type { MatchMode } from '../tool-call/score-request.ts'

const CALL_TAG = /<\/?tool_call>/

/**
 * The answer that is judged: the first that does not match, and only where a call stands on either side (a broken
 * call tag is an attempt at one). Undefined where there is nothing to judge.
 */
export function answerToJudge(
  sample: Sample,
  prediction: Prediction,
  mode: MatchMode,
): PredictedAnswer | undefined {
  const answer = prediction.answers.find((one) => !isMatch(scoreAnswer(sample, one, mode)))
  if (answer === undefined) return undefined
  const calls = sample.accepted.some(({ kind }) => kind === 'calls') || CALL_TAG.test(answer.text)
  return calls ? answer : undefined
}
