import type { DialogLanguage } from '../../dialog/case-type.ts'
import { chineseFor, chineseForName } from './labels-zh.ts'

/** The words of a name: `cityName`, `city_name`, `city.name` → city, name; lower case. */
export const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())

const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text)

/** Words side by side in Chinese; a space only where Latin letters stand. */
export function joinChinese(words: readonly string[]): string {
  let out = ''
  for (const word of words) {
    const gap = out !== '' && !(isChinese(out.at(-1) ?? '') && isChinese(word[0] ?? ''))
    out += gap ? ` ${word}` : word
  }
  return out
}

const ACRONYMS: Readonly<Record<string, string>> = {
  id: 'ID',
  url: 'URL',
  ip: 'IP',
  isbn: 'ISBN',
  sku: 'SKU',
}

/** What people call a parameter or a field of a result. */
export function labelOf(name: string, language: DialogLanguage): string {
  const words = wordsOf(name)
  if (words.length === 0) return name
  if (language === 'zh') {
    const whole = chineseForName(name)
    if (whole !== undefined) return whole
    const parts = words.map(chineseFor)
    // A half-translated name is harder to read than the name itself.
    if (parts.every((part) => part !== undefined)) return parts.join('')
  }
  return words.map((word) => ACRONYMS[word] ?? word).join(' ')
}
