import { useTranslation } from 'react-i18next'
import type { PromptRow } from '#core/contract/index.ts'
import { ROLES } from '#core/endpoint/role.ts'
import { testWords } from '#core/endpoint/test-words.ts'
import { shortHash } from '#core/prompt/mark.ts'
import { usePromptDrafts } from '../../store/prompt-drafts.ts'
import { useLanguage } from '../../words/language.ts'
import { usePromptName } from './prompt-name.ts'

interface Props {
  readonly prompts: readonly PromptRow[]
  readonly chosen: PromptRow
  open(id: string): void
}

/** In the order in which the roles come into play; repairs last. */
const ORDER: readonly string[] = [...ROLES, 'repair']

/** Prompts by role; the languages of one are one entry, opened in the language that is looked at. */
export function PromptIndex({ prompts, chosen, open }: Props) {
  const { t } = useTranslation()
  const words = testWords(useLanguage())
  const roles = ORDER.filter((role) => prompts.some((prompt) => prompt.role === role))
  const wordOf = (role: string): string => {
    const known = ROLES.find((one) => one === role)
    return known ? words.role[known] : t('prompts.role.repair')
  }
  return (
    <nav className="side-list" aria-label={t('prompts.list')}>
      {roles.map((role) => {
        const names = namesOf(prompts.filter((one) => one.role === role))
        return (
          <section key={role} className="prompt-role" aria-label={wordOf(role)}>
            <h2 className="small soft">{wordOf(role)}</h2>
            {names.map((name) => (
              <Entry
                key={name}
                languages={prompts.filter((one) => one.name === name)}
                language={chosen.language}
                current={name === chosen.name}
                open={open}
              />
            ))}
          </section>
        )
      })}
    </nav>
  )
}

/** A prompt before the parts that stand inside it. */
const namesOf = (prompts: readonly PromptRow[]): string[] => [
  ...new Set(
    [...prompts]
      .sort((a, b) => Number(a.partOf !== undefined) - Number(b.partOf !== undefined))
      .map(({ name }) => name),
  ),
]

interface EntryProps {
  readonly languages: readonly PromptRow[]
  readonly language: string
  readonly current: boolean
  open(id: string): void
}

function Entry({ languages, language, current, open }: EntryProps) {
  const nameOf = usePromptName()
  const drafts = usePromptDrafts((state) => state.bodies)
  const first = languages.find((one) => one.language === language) ?? languages[0]
  if (first === undefined) return null
  return (
    <button
      type="button"
      className={first.partOf === undefined ? 'side-item' : 'side-item side-child'}
      aria-current={current ? 'true' : undefined}
      onClick={() => open(first.id)}
    >
      <span className="strong cut" title={nameOf(first.name)}>
        {nameOf(first.name)}
      </span>
      <span className="row wrap small">
        <span className="soft code">{first.name}</span>
        {languages.map((one) => (
          <Standing key={one.id} prompt={one} typed={drafts[one.id] !== undefined} />
        ))}
      </span>
    </button>
  )
}

/** What is special about one language of a prompt; mostly nothing. */
function Standing({ prompt, typed }: { readonly prompt: PromptRow; readonly typed: boolean }) {
  const { t } = useTranslation()
  const { own, hash = '' } = prompt
  const language = t(`language.${prompt.language}`)
  return (
    <>
      {own === 'own' && (
        <span className="pill own-prompt" title={t('prompts.ownTip', { hash: shortHash(hash) })}>
          {language}: {t('prompts.own')}
        </span>
      )}
      {own === 'damaged' && (
        <span className="pill tone-failed">
          <span aria-hidden>✕</span> {language}: {t('prompts.damaged')}
        </span>
      )}
      {typed && (
        <span className="soft">
          {language}: {t('connections.unsaved')}
        </span>
      )}
    </>
  )
}
