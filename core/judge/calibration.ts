/** Cases with a known verdict, planted in the project's own samples, to measure a judge before money is spent. */
import { Random } from '../random/random.ts'
import type { Sample } from '../sample/sample.ts'
import type { Answer } from '../tool-call/call.ts'
import { printCalls } from '../tool-call/print.ts'
import { type CallPool, PLANTED_FAULTS, type PlantedFault, plantFault, rewrite } from './corrupt.ts'
import { findingsOf } from './rule.ts'
import { VERDICTS, type VerdictName } from './verdict.ts'

/** Fewer cases measure nothing: with 60 the interval is at best ± 6 points. */
export const LEAST_CASES = 60

export interface CalibrationCase {
  readonly id: string
  /** With the planted label as its only accepted answer. */
  readonly sample: Sample
  /** The planted prediction, as the policy would write it. */
  readonly text: string
  readonly truth: VerdictName
  /** The label that the sample had. */
  readonly right: Answer
  /** What was done to the wrong sides, or `rewritten` where both are right. */
  readonly planted: PlantedFault | 'rewritten'
}

const textOf = (answer: Answer): string =>
  answer.kind === 'text' ? answer.text : printCalls(answer.calls, 'python')

interface Maker {
  readonly pool: CallPool
  readonly seed: number
}

/** Two different wrong answers, or one, by the fault wanted or else by the next that can be planted. */
function wrongAnswers(
  { pool, seed }: Maker,
  sample: Sample,
  right: Answer,
  first: number,
): readonly { fault: PlantedFault; answer: Answer }[] {
  const random = new Random(seed, 'fault', sample.id)
  return PLANTED_FAULTS.flatMap((_, n) => {
    const fault = PLANTED_FAULTS[(first + n) % PLANTED_FAULTS.length] ?? 'value'
    const answer = plantFault(sample, right, fault, pool, random)
    return answer === undefined ? [] : [{ fault, answer }]
  })
}

type Sides = Pick<CalibrationCase, 'planted' | 'right'> & {
  readonly label: Answer
  readonly prediction: Answer
}

function sidesOf(maker: Maker, sample: Sample, truth: VerdictName, at: number): Sides | undefined {
  const [right] = sample.accepted
  if (right === undefined) return undefined
  if (truth === 'bothRight') {
    const other = rewrite(sample, right)
    return other && { label: right, prediction: other, right, planted: 'rewritten' }
  }
  const [one, two] = wrongAnswers(maker, sample, right, at)
  if (one === undefined) return undefined
  if (truth === 'labelWrong') return { label: one.answer, prediction: right, right, planted: one.fault }
  if (truth === 'predictionWrong') return { label: right, prediction: one.answer, right, planted: one.fault }
  return two && { label: one.answer, prediction: two.answer, right, planted: one.fault }
}

/**
 * Plants calibration cases: each verdict as often as the others, faults in turn, none of them visible to a rule.
 * The samples' own labels are taken for right, so a wrong one among them makes a case of which the truth is wrong:
 * choose samples that were checked. The same samples and seed give the same cases.
 *
 * @param samples of the project; those with a call and without a broken rule are used, each once
 * @returns as many of `count` as the samples allow; the fewer there are, the wider the interval
 */
export function plantCases(samples: readonly Sample[], count: number, seed: number): CalibrationCase[] {
  const fit = samples.filter((sample) => {
    const [label] = sample.accepted
    return label?.kind === 'calls' && findingsOf(sample, label).length === 0
  })
  const calls = fit.flatMap(({ accepted: [label] }) => (label?.kind === 'calls' ? label.calls : []))
  const maker: Maker = { pool: { calls }, seed }
  const waiting = new Random(seed, 'calibration').shuffle(fit)
  const cases: CalibrationCase[] = []
  for (let n = 0; cases.length < count && waiting.length > 0; n++) {
    const truth = VERDICTS[n % VERDICTS.length] ?? 'predictionWrong'
    const fault = Math.floor(n / VERDICTS.length)
    const at = waiting.findIndex((sample) => sidesOf(maker, sample, truth, fault) !== undefined)
    const [sample] = at < 0 ? [] : waiting.splice(at, 1)
    const sides = sample && sidesOf(maker, sample, truth, fault)
    if (sample === undefined || sides === undefined) {
      // No sample is left for this verdict; the others go on while any can be planted.
      if (VERDICTS.every((other) => waiting.every((one) => sidesOf(maker, one, other, fault) === undefined)))
        break
      continue
    }
    const { label, prediction, planted, right } = sides
    const id = `${sample.id}-${truth}`
    cases.push({
      id,
      sample: { ...sample, accepted: [label] },
      text: textOf(prediction),
      truth,
      right,
      planted,
    })
  }
  return cases
}
