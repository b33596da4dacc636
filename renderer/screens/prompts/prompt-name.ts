import { useTranslation } from 'react-i18next'

/** What a prompt is called in the window. @returns a function of `<role>/<name>` */
export function usePromptName(): (name: string) => string {
  const { t } = useTranslation()
  return (name) => t(`prompts.name.${name.replace('/', '_') as 'user_turn'}`, { defaultValue: name })
}
