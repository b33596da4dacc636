/** What the small policy is pre-trained on: made-up dialogs as token sequences, a batch a step. */
import type { CaseType } from '#core/dialog/case-type.ts'
import { generatedSamples } from '#core/nano/generator.ts'
import { trainingText } from '#core/nano/pretraining.ts'
import type { Tokenizer } from '#core/nano/tokenizer.ts'
import { Random } from '#core/random/random.ts'
import type { SupervisedSequence } from '#engine/inference/nano/engine.ts'

const DIALOGS = 60
/** How much a prompt's token counts beside an answer's, where it counts at all: one in seven does. */
const PROMPT_WEIGHT = 0.1
const PROMPT_SHARE = 0.15

/**
 * How much a token of an answer counts, by kind, where it is not 1. Calls are five times as frequent as words: a policy
 * that cannot tell yet would never ask or refuse.
 */
const ANSWER_WEIGHTS: Partial<Record<CaseType, number>> = { missingParameter: 9, missingTool: 4 }

/** Dialogs of the tokenizer come first in the generator's numbering; lessons begin after them. */
const FIRST_DIALOG = 1_000_000

export interface Course {
  readonly seed: number
  readonly tokenizer: Tokenizer
  /** Names of tools that must not appear. */
  readonly avoid: ReadonlySet<string>
}

/** The sequences of a step; the same for the same seed and step, and of no other step. */
export function lessonsOf({ seed, tokenizer, avoid }: Course, step: number): SupervisedSequence[] {
  const random = new Random(seed, 'prompt tokens', step)
  return Array.from({ length: DIALOGS }, (_, i) => FIRST_DIALOG + step * DIALOGS + i)
    .flatMap((number) => generatedSamples(seed, number, avoid))
    .map((sample) => {
      const { prompt, answer } = trainingText(sample)
      const before = tokenizer.encode(prompt)
      const after = tokenizer.encode(answer)
      const weights = before.map(() => (random.chance(PROMPT_SHARE) ? PROMPT_WEIGHT : 0))
      return {
        tokens: Int32Array.from([...before, ...after]),
        weights: Float32Array.from([...weights, ...after.map(() => ANSWER_WEIGHTS[sample.kind] ?? 1)]),
      }
    })
}
