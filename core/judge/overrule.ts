/** A person's words on verdicts: only ever added; taking one back is a word too. */
import { z } from 'zod'
import { answerSchema } from '../sample/decode.ts'
import type { Answer } from '../tool-call/call.ts'
import { type Judged, VERDICTS, type VerdictName } from './verdict.ts'
import { overrule } from './vote.ts'

/** One word, as it is stored and shown. */
export interface Overrule {
  /** ISO 8601. */
  readonly at: string
  readonly verdict?: VerdictName
  /** The label as the person wrote it. */
  readonly label?: Answer
  readonly note?: string
  /** This one took back the one before. */
  readonly undo?: boolean
}

const wordSchema = z.object({
  verdict: z.enum(VERDICTS).exactOptional(),
  label: answerSchema.exactOptional(),
  note: z.string().exactOptional(),
  undo: z.boolean().exactOptional(),
})

/** A word's body as stored. @throws z.ZodError */
export const decodeOverrule = (at: string, raw: unknown): Overrule => ({ at, ...wordSchema.parse(raw) })

/** The word that counts: the last one given and not taken back. Undefined: the votes decide. */
export function standingWord(words: readonly Overrule[]): Overrule | undefined {
  const given: Overrule[] = []
  for (const word of words) {
    if (word.undo === true) given.pop()
    else given.push(word)
  }
  return given.at(-1)
}

/** Name under which a person's vote stands among the others. */
export const PERSON = 'you'

/** A verdict with the word that counts in it; without one, as it was. */
export function withWord(judged: Judged, word: Overrule | undefined): Judged {
  if (word?.verdict === undefined) return judged
  const said = overrule(judged, word.verdict, { name: PERSON, analysis: word.note ?? '' })
  return word.label === undefined ? said : { ...said, label: word.label }
}
