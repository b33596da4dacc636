import { useTranslation } from 'react-i18next'
import { ROLES, type Role } from '#core/endpoint/role.ts'
import { presetOf, ROLE_SETTINGS, type RoleSettings } from '#core/endpoint/role-settings.ts'
import { testWords } from '#core/endpoint/test-words.ts'
import type { JobSpec } from '#core/job/job.ts'
import { useLanguage } from '../../words/language.ts'

/** Settings of roles that were changed for the job, each with the method's own beside it. */
export function ChangedSettings({ spec }: { readonly spec: JobSpec }) {
  const { t } = useTranslation()
  const words = testWords(useLanguage())
  const { sampling = {} } = spec
  const changed = ROLES.filter((role) => sampling[role] !== undefined)
  if (changed.length === 0) return null
  return (
    <>
      <dt>{t('roles.changed')}</dt>
      <dd>
        {changed.map((role) => (
          <div key={role}>
            {words.role[role]}: <ChangedRole role={role} settings={sampling[role] ?? {}} />
          </div>
        ))}
      </dd>
    </>
  )
}

function ChangedRole({ role, settings }: { readonly role: Role; readonly settings: RoleSettings }) {
  const { t } = useTranslation()
  const parts = ROLE_SETTINGS.flatMap((name) => {
    const value = settings[name]
    if (value === undefined) return []
    const usual = presetOf(role)[name]
    const say = `${t(`roles.setting.${name}`)} ${typeof value === 'boolean' ? t(`roles.yesNo.${value}`) : value}`
    return [usual === undefined ? say : `${say} (${t('roles.insteadOf', { value: String(usual) })})`]
  })
  return <span className="num">{parts.join(' · ')}</span>
}
