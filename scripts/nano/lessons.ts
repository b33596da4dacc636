/** What the small policy is pre-trained on: made-up dialogs as token sequences, a batch a step. */
import { generatedSamples } from '#core/nano/generator.ts'
import { trainingText } from '#core/nano/pretraining.ts'
import type { Tokenizer } from '#core/nano/tokenizer.ts'
import { Random } from '#core/random/random.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { SupervisedSequence } from '#engine/inference/nano/engine.ts'

const DIALOGS = 60
/** How much a prompt's token counts beside an answer's, where it counts at all: one in seven does. */
const PROMPT_WEIGHT = 0.1
const PROMPT_SHARE = 0.15

/**
 * Tokens of an answer that counts as the usual one does: those of a shorter call count more, so that each call counts
 * about the same.
 */
const USUAL_ANSWER = 30
const MOST_WEIGHT = 4
/** A token of a question or a refusal: calls are far more frequent, and one who cannot tell yet would always call. */
const WORDS_WEIGHT = 8

/** Dialogs of the tokenizer come first in the generator's numbering; lessons begin after them. */
const FIRST_DIALOG = 1_000_000

export interface Course {
  readonly seed: number
  readonly tokenizer: Tokenizer
  /** Names of tools that must not appear. */
  readonly avoid: ReadonlySet<string>
}

const answerWeight = ({ accepted }: Sample, tokens: number): number =>
  accepted[0]?.kind === 'text' ? WORDS_WEIGHT : Math.min(MOST_WEIGHT, Math.max(1, USUAL_ANSWER / tokens))

/** The sequences of a step; the same for the same seed and step, and of no other step. */
export function lessonsOf({ seed, tokenizer, avoid }: Course, step: number): SupervisedSequence[] {
  const random = new Random(seed, 'prompt tokens', step)
  return Array.from({ length: DIALOGS }, (_, i) => FIRST_DIALOG + step * DIALOGS + i)
    .flatMap((number) => generatedSamples(seed, number, avoid))
    .map((sample) => {
      const { prompt, answer } = trainingText(sample)
      const before = tokenizer.encode(prompt)
      const after = tokenizer.encode(answer)
      const weight = answerWeight(sample, after.length)
      const weights = before.map(() => (random.chance(PROMPT_SHARE) ? PROMPT_WEIGHT : 0))
      return {
        tokens: Int32Array.from([...before, ...after]),
        weights: Float32Array.from([...weights, ...after.map(() => weight)]),
      }
    })
}
