import { useTranslation } from 'react-i18next'
import type { RoleFit } from '#core/endpoint/role-fit.ts'
import { testWords } from '#core/endpoint/test-words.ts'
import { sayAgain } from '#core/failure/words.ts'
import { useLanguage } from '../words/language.ts'

const TONES: Readonly<Record<RoleFit['fit'], readonly [sign: string, tone: string]>> = {
  fit: ['✓', 'tone-done'],
  limited: ['◐', 'tone-dropped'],
  unfit: ['✕', 'tone-failed'],
  unknown: ['?', ''],
}

/** The verdicts at a glance. */
export function RolePills({ roles }: { readonly roles: readonly RoleFit[] }) {
  const { t } = useTranslation()
  const words = testWords(useLanguage())
  return (
    <ul className="row wrap role-pills" aria-label={t('connections.roles')}>
      {roles.map(({ role, fit }) => {
        const [sign, tone] = TONES[fit]
        return (
          <li key={role} className={`pill ${tone}`} title={words.fit[fit]}>
            <span role="img" aria-label={words.fit[fit]}>
              {sign}
            </span>
            {words.role[role]}
          </li>
        )
      })}
    </ul>
  )
}

/** A verdict for each role, with what speaks against it. */
export function RoleFits({ roles }: { readonly roles: readonly RoleFit[] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const words = testWords(language)
  return (
    <section className="card" aria-label={t('connections.roles')}>
      <h2>{t('connections.roles')}</h2>
      <ul className="role-fits">
        {roles.map(({ role, fit, because }) => {
          const [sign, tone] = TONES[fit]
          return (
            <li key={role}>
              <span>{words.role[role]}</span>
              <span className={`pill ${tone}`}>
                <span aria-hidden>{sign}</span>
                {words.fit[fit]}
              </span>
              <span className="small soft">
                {because.map((finding) => sayAgain(finding, language).message).join(' ')}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
