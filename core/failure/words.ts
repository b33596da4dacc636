import { Failure, type SpokenFailure } from './failure.ts'
import type { Words } from './word-table.ts'
import { EN } from './words-en.ts'
import { ZH } from './words-zh.ts'

export type WindowLanguage = 'en' | 'zh'

const TABLES: Readonly<Record<WindowLanguage, Words>> = { en: EN, zh: ZH }

/** Every code that has words, per language; a test holds the two lists equal. */
export const failureCodes = (language: WindowLanguage): string[] => Object.keys(TABLES[language]).sort()

const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? '?'))

/** Any thrown thing as words. What is not a Failure is a defect; its own text goes to `detail`. */
export function sayFailure(error: unknown, language: WindowLanguage): SpokenFailure {
  if (error instanceof Failure) return sayAgain(error, language)
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return sayAgain({ code: 'program.defect', values: {}, detail }, language)
}

/** A failure in the words of another language. A code without words is said as a defect. */
export function sayAgain(
  { code, values, detail }: Pick<SpokenFailure, 'code' | 'values' | 'detail'>,
  language: WindowLanguage,
): SpokenFailure {
  const words = TABLES[language][code] ?? TABLES[language]['program.defect']
  return {
    code,
    values,
    message: fill(words?.message ?? code, values),
    hint: fill(words?.hint ?? '', values),
    detail,
  }
}
