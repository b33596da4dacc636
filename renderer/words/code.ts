import { useTranslation } from 'react-i18next'
import type { DialogRole } from '#core/endpoint/role.ts'

const plain = (code: string): string => code.replace(/^(wrong|refused|mark|unit)\./, '')

/** The words of a code that a stage wrote, or the code itself. `wrong.`, `refused.`, `mark.` and `unit.` name a family of codes. */
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

/** What was unusable in a dialog that was given up (`assistant answer.empty ×6, …`), in words; other text as it is. */
export function useOutcomeDetail(): (reason: string, detail: string) => string {
  const { t } = useTranslation()
  const say = useCode()
  return (reason, detail) =>
    reason !== 'gaveUp'
      ? detail
      : detail.replace(
          /(planner|user|assistant|tool) ([a-z]+\.\w+)(?= ×\d)/g,
          (_, role: DialogRole, code: string) => [t(`role.${role}`), say(`wrong.${code}`)].join(': '),
        )
}
