import type { DialogLanguage } from '../../dialog/case-type.ts'
import type { PlainJson } from '../../json/convert.ts'
import type { Random } from '../../random/random.ts'
import type { WordLists } from '../words/lists.ts'

export type Fields = { readonly [name: string]: PlainJson }

/** What a scripted result is made from. */
export interface Dice {
  readonly random: Random
  readonly language: DialogLanguage
  readonly words: WordLists
  /** Elements wanted in a list. */
  readonly count: number
  /** `YYYY-MM-DD` of the dialog. */
  readonly today: string
}

/** Sentences about one tool; see template.ts for the notation. */
export interface Lines {
  /** What somebody wants who needs this tool, in general terms: "know …", “了解……”. */
  readonly goal: string
  /** Requests of a user, with a place for every parameter. */
  readonly asks: readonly string[]
  /** What an assistant says when the result is there; fields of the result go before arguments. */
  readonly answers: readonly string[]
}

export interface Phrases {
  /** Every parameter that the tool may have; a tool with others is not the one that is meant. */
  readonly parameters: readonly string[]
  /** Lists of words to draw a parameter's value from, where its name alone does not say. */
  readonly values?: Readonly<Record<string, keyof WordLists>>
  readonly en: Lines
  readonly zh: Lines
  readonly result: (args: Fields, dice: Dice) => Fields
}

/** As many things as asked for. */
export const several = <T extends PlainJson>(dice: Dice, make: (index: number) => T): T[] =>
  Array.from({ length: dice.count }, (_, i) => make(i))

/** `PREFIX-12345` */
export const code = (prefix: string, random: Random): string => `${prefix}-${random.int(10000, 99999)}`

/** `HH:MM` on the half or full hour. */
export const clock = (random: Random, from = 7, to = 21): string =>
  `${String(random.int(from, to)).padStart(2, '0')}:${random.pick(['00', '15', '30', '45'])}`

/** Another day, as `YYYY-MM-DD`. */
export function dayAfter(date: string, days: number): string {
  const [year = 2024, month = 1, day = 1] = date.split('-').map(Number)
  const serial = Date.UTC(year, month - 1, day) + days * 86_400_000
  return Number.isFinite(serial) ? new Date(serial).toISOString().slice(0, 10) : date
}

export const money = (random: Random, low: number, high: number): number =>
  Math.round(random.int(low * 20, high * 20) * 5) / 100
