import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { chosenModel, chosenSettings, ROLE_SETTINGS } from '#core/endpoint/role-settings.ts'
import { RoleSettingsForm } from './role-settings-form.tsx'
import type { SettingsProps } from './scope.ts'

interface Props extends SettingsProps {
  readonly open: boolean
  setOpen(open: boolean): void
}

/** What applies to a role and where each value comes from; opened, it can be changed. */
export function RoleSettingsCell({ open, setOpen, ...props }: Props) {
  const { t } = useTranslation()
  const chosen = chosenSettings(props.role, props.app, props.project)
  const model = chosenModel(props.role, props.app, props.project)
  return (
    <>
      <span className="row wrap tight">
        <span className="settings-list small num">
          {model && (
            <span className="strong">
              {t('roles.modelIs', { model: model.value })}
              <span className="pill">{t(`roles.from.${model.from}`)}</span>
            </span>
          )}
          {ROLE_SETTINGS.map((setting) => {
            const one = chosen[setting]
            if (!one) return null
            const value = typeof one.value === 'boolean' ? t(`roles.yesNo.${one.value}`) : one.value
            return (
              <span key={setting} className={one.from === 'preset' ? 'soft' : 'strong'}>
                {t(`roles.setting.${setting}`)} {value}
                {one.from !== 'preset' && <span className="pill">{t(`roles.from.${one.from}`)}</span>}
              </span>
            )
          })}
        </span>
        <Button
          size="compact-xs"
          variant="default"
          aria-expanded={open}
          aria-label={open ? t('roles.close') : t('roles.editOf', { role: props.name })}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'roles.close' : 'roles.edit')}
        </Button>
      </span>
      {open && <RoleSettingsForm {...props} close={() => setOpen(false)} />}
    </>
  )
}
