import { createInstance } from 'i18next'
import { describe, expect, it } from 'vitest'
import { en } from '../../renderer/words/en.ts'
import { zh } from '../../renderer/words/zh.ts'

type Tree = { readonly [key: string]: string | Tree }

function flat(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flat(value, `${path}${key}.`),
  )
}
const english = new Map(flat(en))
const chinese = new Map(flat(zh))
const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)/g)].map((hole) => hole[1] ?? '').sort()

describe('words of the window', () => {
  it('has no empty text, which would leave a button without a name', () => {
    expect([...english, ...chinese].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('puts the same values into both languages, so that no number is lost in one of them', () => {
    const differ = [...chinese].filter(([key, text]) => {
      const other = english.get(key)
      return other !== undefined && String(holes(other)) !== String(holes(text))
    })
    expect(differ.map(([key]) => key)).toEqual([])
  })

  it('has every English plural in both of its forms', () => {
    const alone = [...english.keys()].filter(
      (key) => key.endsWith('_one') && !english.has(key.replace(/_one$/, '_other')),
    )
    expect(alone).toEqual([])
  })

  it('writes numbers inside sentences with the separators of the language', async () => {
    const words = createInstance()
    await words.init({
      lng: 'en',
      defaultNS: 'words',
      resources: { en: { words: en }, zh: { words: zh } },
      interpolation: { escapeValue: false },
    })
    expect(words.t('tools.tools', { count: 12_000 })).toBe('12,000 tools')
    expect(words.t('tools.tools', { count: 1 })).toBe('1 tool')
    await words.changeLanguage('zh')
    expect(words.t('tools.tools', { count: 12_000 })).toBe('12,000 个工具')
  })
})
