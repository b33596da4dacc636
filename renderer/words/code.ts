import { useTranslation } from 'react-i18next'

const plain = (code: string): string => code.replace(/^(wrong|refused)\./, '')

/** The words of a code that a stage wrote, or the code itself. `wrong.` and `refused.` name a family of codes. */
export function useCode(): (code: string) => string {
  const { t } = useTranslation()
  return (code) => {
    // A code may also name a whole group of words; that is no text.
    const words: unknown = t(`code.${code}` as 'code.gaveUp', {
      defaultValue: plain(code),
      returnObjects: true,
    })
    return typeof words === 'string' ? words : plain(code)
  }
}
