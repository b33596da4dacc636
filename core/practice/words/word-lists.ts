import type { DialogLanguage } from '../../dialog/case-type.ts'
import { WORDS_EN } from './en.ts'
import { WORDS_ZH } from './zh.ts'

/** Everyday words that scripted dialogs draw from, one set a language. */
export interface WordLists {
  readonly cities: readonly string[]
  readonly countries: readonly string[]
  readonly districts: readonly string[]
  readonly streets: readonly string[]
  readonly people: readonly string[]
  readonly companies: readonly string[]
  readonly rooms: readonly string[]
  readonly events: readonly string[]
  readonly spots: readonly string[]
  readonly subjects: readonly string[]
  readonly messages: readonly string[]
  readonly searches: readonly string[]
  readonly products: readonly string[]
  readonly noteTitles: readonly string[]
  readonly noteTexts: readonly string[]
  readonly folders: readonly string[]
  readonly tasks: readonly string[]
  readonly timers: readonly string[]
  readonly references: readonly string[]
  readonly skies: readonly string[]
  readonly pollutants: readonly string[]
  readonly airlines: readonly string[]
  readonly hotels: readonly string[]
  readonly places: readonly string[]
  readonly shops: readonly string[]
  readonly colors: readonly string[]
  readonly genres: readonly string[]
  readonly teams: readonly string[]
  readonly adjectives: readonly string[]
  readonly foods: readonly string[]
  readonly sports: readonly string[]
  readonly remarks: readonly string[]
}

export const WORD_LISTS: Readonly<Record<DialogLanguage, WordLists>> = { en: WORDS_EN, zh: WORDS_ZH }
