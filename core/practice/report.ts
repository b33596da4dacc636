/** Planted against found: what the sample project's report says at the end of a round. */
import type { Judged } from '../judge/verdict.ts'
import { type Rate, wilson } from '../judge/wilson.ts'
import { isRightText, type Truth, trueVerdict } from './truth.ts'

/** One sample of a round's training set with what the stages found. */
export interface ReportCase {
  readonly truth: Truth
  /** The answer that was judged, or the first one. */
  readonly prediction?: string
  readonly judged?: Judged
}

export interface PracticeReport {
  readonly samples: number
  /** Labels that were planted wrong. */
  readonly planted: number
  /** Of these, the ones that came before the court, and the ones it corrected or dropped. */
  readonly heard: number
  readonly found: number
  /** Right labels that the court took for wrong. */
  readonly accused: number
  /** Predictions that are truly right. */
  readonly policy: Rate
  /** Votes of models, and verdicts of the court, that say the truth. */
  readonly votes: Rate
  readonly court: Rate
}

const blamesLabel = ({ verdict }: Judged): boolean => verdict === 'labelWrong' || verdict === 'bothWrong'

/** Counts what was planted and what the court made of it, with 95 % intervals. */
export function practiceReport(cases: Iterable<ReportCase>): PracticeReport {
  const n = { samples: 0, planted: 0, heard: 0, found: 0, accused: 0 }
  const [policy, votes, court] = [tally(), tally(), tally()]
  const hear = (truth: Truth, prediction: string, judged: Judged): void => {
    if (truth.labelWrong) n.heard++
    if (blamesLabel(judged)) n[truth.labelWrong ? 'found' : 'accused']++
    const right = trueVerdict(truth, prediction)
    for (const { by, verdict } of judged.votes) if (by === 'model') votes.count(verdict === right)
    if (judged.verdict !== 'unjudged') court.count(judged.verdict === right)
  }
  for (const { truth, prediction, judged } of cases) {
    n.samples++
    if (truth.labelWrong) n.planted++
    if (prediction === undefined) continue
    policy.count(isRightText(prediction, truth))
    if (judged !== undefined) hear(truth, prediction, judged)
  }
  return { ...n, policy: policy.rate(), votes: votes.rate(), court: court.rate() }
}

const tally = () => {
  const n = { right: 0, total: 0 }
  return {
    count: (isRight: boolean): void => {
      n.total++
      if (isRight) n.right++
    },
    rate: (): Rate => wilson(n.right, n.total),
  }
}
