import type { DialogLanguage } from '../../dialog/case-type.ts'
import { WORDS_EN } from './en.ts'
import type { WordLists } from './lists.ts'
import { WORDS_ZH } from './zh.ts'

export const WORD_LISTS: Readonly<Record<DialogLanguage, WordLists>> = { en: WORDS_EN, zh: WORDS_ZH }
