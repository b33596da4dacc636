/** What the small policy's engine reads: texts of generated samples, and the tokenizer that is trained on them. */
import type { Sample } from '../sample/sample.ts'
import { ANSWER_END, compactAnswer, compactPrompt } from './compact-prompt.ts'
import { generatedSamples } from './generator.ts'
import { trainTokenizer } from './train-tokenizer.ts'

/** A prompt and what is to be learned: the answer with its end. */
export interface TrainingText {
  readonly prompt: string
  readonly answer: string
}

/** The first accepted answer is the one that is learned. */
export function trainingText(sample: Pick<Sample, 'tools' | 'messages' | 'accepted'>): TrainingText {
  const [first] = sample.accepted
  return {
    prompt: compactPrompt(sample),
    answer: `${first === undefined ? '' : compactAnswer(first)}${ANSWER_END}`,
  }
}

/** Ids of the vocabulary: bytes, merges, special tokens. */
export const VOCABULARY = 2048

/**
 * The text of the small policy's tokenizer.json; the same for the same arguments.
 *
 * @param avoid names of tools that pre-training must not see
 * @param dialogs that the vocabulary is learned from; beyond some thousands it changes little
 */
export function makeTokenizer(seed: number, avoid: ReadonlySet<string>, dialogs = 20_000): string {
  function* texts(): Generator<string> {
    for (let i = 0; i < dialogs; i++) {
      for (const sample of generatedSamples(seed, i, avoid)) {
        const { prompt, answer } = trainingText(sample)
        yield prompt + answer
      }
    }
  }
  return trainTokenizer(texts(), VOCABULARY)
}
