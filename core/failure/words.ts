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
  const failure =
    error instanceof Failure
      ? error
      : new Failure(
          'program.defect',
          {},
          error instanceof Error ? (error.stack ?? error.message) : String(error),
        )
  const words = TABLES[language][failure.code] ?? TABLES[language]['program.defect']
  return {
    code: failure.code,
    message: fill(words?.message ?? failure.code, failure.values),
    hint: fill(words?.hint ?? '', failure.values),
    detail: failure.detail,
  }
}
