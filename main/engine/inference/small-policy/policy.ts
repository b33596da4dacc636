/** A loaded policy: the engine's tokens and numbers joined with the tokenizer's texts. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ANSWER_END } from '#core/nano/compact-prompt.ts'
import { Tokenizer } from '#core/nano/tokenizer.ts'
import type { Completion, NanoEngine } from '../nano/engine.ts'

export const TOKENIZER_FILE = 'tokenizer.json'

export interface PolicyPlace {
  readonly model: string
  readonly kernels: string
  readonly workers?: number
}

export type OpenEngine = (place: PolicyPlace) => Promise<NanoEngine>

export interface Policy {
  readonly engine: NanoEngine
  readonly tokenizer: Tokenizer
  /** As the file says it, for the next checkpoint. */
  readonly tokenizerText: string
  readonly stopTokens: readonly number[]
  /** What was said, without the token that ended it. */
  textOf(completion: Pick<Completion, 'tokens'>): string
}

/** @throws Failure where the folder holds no policy that can be read */
export async function openPolicy(place: PolicyPlace, openEngine: OpenEngine): Promise<Policy> {
  const tokenizerText = await readFile(join(place.model, TOKENIZER_FILE), 'utf8')
  const tokenizer = Tokenizer.read(tokenizerText)
  const engine = await openEngine(place)
  const stop = tokenizer.idOf(ANSWER_END)
  return {
    engine,
    tokenizer,
    tokenizerText,
    stopTokens: [stop],
    textOf: ({ tokens }) => tokenizer.decode(tokens.at(-1) === stop ? tokens.subarray(0, -1) : tokens),
  }
}
