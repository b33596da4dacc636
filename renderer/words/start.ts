import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { WindowLanguage } from '#core/failure/words.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

/** The window's languages as the platform names them. */
export const LOCALE: Readonly<Record<WindowLanguage, string>> = { en: 'en', zh: 'zh-CN' }

/** Loads both languages; English until the settings have spoken. */
export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'words',
    resources: { en: { words: en }, zh: { words: zh } },
    // React renders text as text; escaping here would only show &amp; to the user.
    interpolation: { escapeValue: false },
  })
}

export async function speak(language: WindowLanguage): Promise<void> {
  document.documentElement.lang = LOCALE[language]
  if (i18next.language !== language) await i18next.changeLanguage(language)
}
