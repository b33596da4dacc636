/** How the policy stands with a sample, from its stored answers alone (GCP, arXiv 2511.09148). */
import type { Sample } from '../sample/sample.ts'
import type { Tool } from '../tool/tool.ts'
import { score } from '../tool-call/score.ts'
import type { MatchMode, Score } from '../tool-call/score-request.ts'
import type { WhyCode } from '../tool-call/why.ts'
import type { PredictedAnswer, Prediction, Standing } from './prediction.ts'

/** What can be said of a prediction before it is compared with the others. */
export interface Measure {
  /** Mean over the answers. */
  readonly score: number
  /** Share of the answers that match. */
  readonly passRate: number
  /** Over all tokens written; absent where the server sent no log-probabilities. */
  readonly perplexity?: number
  /** Of the first answer that does not match; of the first where all do. */
  readonly why: WhyCode
}

export interface Stood extends Measure {
  readonly standing: Standing
}

const toolMaps = new WeakMap<readonly Tool[], ReadonlyMap<string, Tool>>()

/** A sample's tools by name; the samples of a dialog share their list. */
export function toolsByName(tools: readonly Tool[]): ReadonlyMap<string, Tool> {
  let known = toolMaps.get(tools)
  if (known === undefined) {
    known = new Map(tools.map((tool) => [tool.name, tool]))
    toolMaps.set(tools, known)
  }
  return known
}

/** The whole output. Of the matches only the release's looks into thinking. */
const wholeText = ({ text, thinking }: PredictedAnswer, mode: MatchMode): string =>
  mode !== 'release' || thinking === undefined ? text : `<think>\n${thinking}\n</think>\n\n${text}`

/** Scores one answer against the sample's accepted answers. Never throws, whatever was written. */
export const scoreAnswer = (sample: Sample, answer: PredictedAnswer, mode: MatchMode): Score =>
  score({
    mode,
    accepted: sample.accepted,
    prediction: wholeText(answer, mode),
    tools: toolsByName(sample.tools),
    kind: sample.kind,
    ...(sample.missing === undefined ? {} : { missing: sample.missing }),
  })

/** Rounding may leave a full score a few bits short of 1. */
export const isMatch = ({ score: value }: Pick<Score, 'score'>): boolean => value >= 1 - 1e-9

/**
 * Perplexity = exp(−Σ log p ÷ L), over thinking and answer of all answers that came with log-probabilities.
 * Undefined where none did.
 */
export function perplexityOf(answers: readonly PredictedAnswer[]): number | undefined {
  let sum = 0
  let tokens = 0
  for (const answer of answers) {
    if (answer.logprobSum === undefined || answer.tokens === undefined) continue
    sum += answer.logprobSum
    tokens += answer.tokens
  }
  return tokens === 0 ? undefined : Math.min(Number.MAX_VALUE, Math.exp(-sum / tokens))
}

/** Scores a prediction by a match; nobody is asked again. */
export function measure(sample: Sample, prediction: Prediction, mode: MatchMode): Measure {
  const scores = prediction.answers.map((answer) => scoreAnswer(sample, answer, mode))
  const told = scores.find((one) => !isMatch(one)) ?? scores[0]
  const count = Math.max(1, scores.length)
  const perplexity = perplexityOf(prediction.answers)
  return {
    score: scores.reduce((sum, one) => sum + one.score, 0) / count,
    passRate: scores.filter(isMatch).length / count,
    ...(perplexity === undefined ? {} : { perplexity }),
    why: told?.why ?? 'answer.empty',
  }
}

/**
 * The perplexity above which a matching sample is borderline: above it lies the given share of the matching ones, or
 * less where many are equal (what is no less certain than the rest is not singled out).
 *
 * @param share 0 to 1
 * @returns undefined when nothing lies above
 */
export function perplexityThreshold(measures: Iterable<Measure>, share: number): number | undefined {
  const values: number[] = []
  for (const { passRate, perplexity } of measures)
    if (passRate === 1 && perplexity !== undefined) values.push(perplexity)
  const place = thresholdPlace(values.length, share)
  return place === undefined ? undefined : (Float64Array.from(values).sort()[place] ?? 0)
}

/**
 * Where that perplexity stands among `count` sorted ones, from 0; undefined when nothing lies above, -1 when all do
 * (then it is 0).
 */
export function thresholdPlace(count: number, share: number): number | undefined {
  const above = Math.floor(count * Math.min(1, Math.max(0, share)) + 1e-9)
  return above === 0 ? undefined : count - above - 1
}

/** @param threshold perplexity above which a match is borderline; undefined: none is */
export function standingAt({ passRate, perplexity }: Measure, threshold: number | undefined): Standing {
  if (passRate === 0) return 'failed'
  if (passRate < 1) return 'borderline'
  return threshold !== undefined && perplexity !== undefined && perplexity > threshold
    ? 'borderline'
    : 'mastered'
}

/**
 * Standing of one sample: mastered, all answers match; failed, none does; borderline, some do, or all do but the
 * perplexity lies above the threshold.
 */
export function standingOf(
  sample: Sample,
  prediction: Prediction,
  { mode, threshold }: { readonly mode: MatchMode; readonly threshold?: number | undefined },
): Stood {
  const measured = measure(sample, prediction, mode)
  return { standing: standingAt(measured, threshold), ...measured }
}

export interface Standings {
  /** In the order of the measures. */
  readonly standings: readonly Standing[]
  readonly counts: Readonly<Record<Standing, number>>
  readonly threshold?: number
}

/** Standings of a whole probe for a share; moving the share scores nothing anew. */
export function standingsOf(measures: readonly Measure[], share: number): Standings {
  const threshold = perplexityThreshold(measures, share)
  const counts = { mastered: 0, borderline: 0, failed: 0 }
  const standings = measures.map((one) => {
    const standing = standingAt(one, threshold)
    counts[standing]++
    return standing
  })
  return { standings, counts, ...(threshold === undefined ? {} : { threshold }) }
}

/** Stored predictions under another match or share, without asking again. */
export function rescore(
  probed: Iterable<readonly [Sample, Prediction]>,
  { mode, share }: { readonly mode: MatchMode; readonly share: number },
): Standings & { readonly measures: readonly Measure[] } {
  const measures = Array.from(probed, ([sample, prediction]) => measure(sample, prediction, mode))
  return { ...standingsOf(measures, share), measures }
}
