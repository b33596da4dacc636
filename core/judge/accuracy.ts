/** How good the judge was, as far as a person looked. */

import { type Judged, type JudgeVote, VERDICTS, type VerdictName } from './verdict.ts'
import { verdictOf } from './vote.ts'
import { type Rate, wilson } from './wilson.ts'

export interface Accuracy {
  /** Verdicts of rules and ballots that the person's word confirmed. Unjudged samples are not counted. */
  readonly court: Rate
  /** Single votes, by the model that cast them. */
  readonly byJudge: Readonly<Record<string, Rate>>
  /** Rows: the person's word; columns: the court's. */
  readonly confusion: Readonly<Record<VerdictName, Readonly<Record<Judged['verdict'], number>>>>
}

const emptyRow = (): Record<Judged['verdict'], number> => ({
  labelWrong: 0,
  predictionWrong: 0,
  bothRight: 0,
  bothWrong: 0,
  unjudged: 0,
})

/**
 * The judge's accuracy on samples on which a person gave a word, confirmations included, with 95 % intervals. It says
 * nothing of the others: a person who looks only at doubtful ones measures the judge on doubtful ones.
 *
 * @param quorum of the judge job
 */
export function judgeAccuracy(judged: Iterable<Judged>, quorum: number): Accuracy {
  const confusion = {
    labelWrong: emptyRow(),
    predictionWrong: emptyRow(),
    bothRight: emptyRow(),
    bothWrong: emptyRow(),
  }
  const counts = new Map<string, { right: number; total: number }>()
  for (const { votes } of judged) {
    const truth = votes.findLast(({ by }) => by === 'human')?.verdict
    if (truth === undefined) continue
    const others = votes.filter(({ by }) => by !== 'human')
    confusion[truth][verdictOf(others, quorum)]++
    for (const vote of others.filter(({ by }) => by === 'model')) count(counts, vote, truth)
  }
  const right = VERDICTS.reduce((sum, name) => sum + confusion[name][name], 0)
  const total = VERDICTS.reduce(
    (sum, truth) => sum + VERDICTS.reduce((row, said) => row + confusion[truth][said], 0),
    0,
  )
  const byJudge = [...counts].map(([name, rate]) => [name, wilson(rate.right, rate.total)] as const)
  return { court: wilson(right, total), byJudge: Object.fromEntries(byJudge), confusion }
}

function count(
  counts: Map<string, { right: number; total: number }>,
  vote: JudgeVote,
  truth: VerdictName,
): void {
  const known = counts.get(vote.judge) ?? { right: 0, total: 0 }
  known.total++
  if (vote.verdict === truth) known.right++
  counts.set(vote.judge, known)
}
