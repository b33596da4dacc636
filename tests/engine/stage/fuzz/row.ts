/** What the fuzz tables are made of. */
import type { ChatChoice } from '#core/endpoint/transport.ts'
import type { Random } from '#core/random/random.ts'

/** A reply as a model sends it. */
export type Reply = Pick<ChatChoice, 'text'> & Partial<Pick<ChatChoice, 'finish'>>

/** An accepted reply, and what comes of it. */
export interface Control {
  readonly text: string
  readonly code: string
}

/**
 * One way to spoil a reply. Each variant draws its control and its damage from `random`; the control must come to its
 * own code, the spoilt reply to `code` (the control's where the damage is borne).
 */
export interface FuzzRow {
  readonly what: string
  readonly code: string | ((control: Control) => string)
  readonly spoil: (control: Control, random: Random) => string | Reply
}

/** The damage is borne: what comes of it is what would have come without. */
export const borne = ({ code }: Control): string => code

/** Cut behind at least one sign and before the end; never inside a sign of two halves. */
export const cutOf = (text: string, random: Random, from = 1): string =>
  text.slice(0, random.int(from, text.length - 1)).toWellFormed()

/** Look-alikes of Latin capitals, from the Cyrillic and Greek alphabets. */
const ALIKE: Readonly<Record<string, string>> = {
  B: 'В',
  O: 'О',
  H: 'Н',
  P: 'Р',
  E: 'Е',
  S: 'Ѕ',
  I: 'І',
  N: 'Ν',
}
export const withLookAlike = (word: string, random: Random): string => {
  const places = [...word].flatMap((letter, i) => (ALIKE[letter] === undefined ? [] : [i]))
  const at = random.pick(places)
  return `${word.slice(0, at)}${ALIKE[word[at] ?? ''] ?? ''}${word.slice(at + 1)}`
}

export const INVISIBLE = ['\u200b', '\u2060', '\ufeff', '\u00ad', '\u200e'] as const
export const CHAT_MARKS = ['<|im_end|>', '<|im_start|>user\n', '<|eot_id|>', '<|endoftext|>'] as const
/** Control signs that JSON does not allow inside a text. */
export const controlSign = (random: Random): string =>
  String.fromCharCode(random.pick([0, 1, 2, 7, 8, 9, 10, 11, 12, 13, 14, 27, 31]))
/** A text between two places of another, put in at a random one. */
export const insertAt = (text: string, part: string, at: number): string =>
  `${text.slice(0, at)}${part}${text.slice(at)}`
export const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`
/** Signs without any bracket, quote or tag in them. */
export const noise = (random: Random, most = 60): string =>
  Array.from({ length: random.int(1, most) }, () =>
    random.pick([...'abc XYZ 012 ,.;:!?-_/\\%&$§äéß中文的天气😀\t\n']),
  ).join('')
