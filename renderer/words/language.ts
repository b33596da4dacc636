import { useTranslation } from 'react-i18next'
import type { WindowLanguage } from '#core/failure/words.ts'

/** The language that the window speaks now. */
export function useLanguage(): WindowLanguage {
  const { i18n } = useTranslation()
  return i18n.language === 'zh' ? 'zh' : 'en'
}
