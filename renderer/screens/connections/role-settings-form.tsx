import { Button, NumberInput, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  chosenModel,
  chosenSettings,
  isFixed,
  ROLE_SETTINGS,
  type RoleChoice,
  type RoleSetting,
  roleChoiceSchema,
} from '#core/endpoint/role-settings.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import type { SettingsProps } from './scope.ts'

interface Props extends SettingsProps {
  close(): void
}

const STEP: Readonly<Record<Exclude<RoleSetting, 'thinking'>, number>> = {
  temperature: 0.1,
  topP: 0.05,
  topK: 1,
  presencePenalty: 0.1,
  maxTokens: 256,
}

/** An empty field is never wrong: it takes what stands below it. */
const isWrong = (setting: RoleSetting, value: number | boolean | undefined): boolean =>
  value !== undefined && !roleChoiceSchema.shape[setting].safeParse(value).success

/** A role's settings as they are typed; an empty field takes what stands below it, which it shows. */
export function RoleSettingsForm({ role, name, scope, app, project, changed, close }: Props) {
  const { t } = useTranslation()
  const kept = (scope === 'project' ? project : app)[role] ?? {}
  const [typed, setTyped] = useState<RoleChoice>(kept)
  const below = chosenSettings(role, scope === 'project' ? app : {}, {})
  const save = useAct(async (settings: RoleChoice) => {
    const wish = { role, settings }
    await (scope === 'project' ? call('roles.setSettings', wish) : call('endpoint.setRoleSettings', wish))
    changed()
    close()
  })
  const put = (setting: RoleSetting | 'model', value: number | boolean | string | undefined) => {
    const { [setting]: _, ...others } = typed
    setTyped(value === undefined ? others : { ...others, [setting]: value })
  }
  const inherited = (setting: RoleSetting): string => {
    const one = below[setting]
    if (!one) return t('roles.unset')
    const value = typeof one.value === 'boolean' ? t(`roles.yesNo.${one.value}`) : String(one.value)
    return t('roles.inherits', { value, from: t(`roles.from.${one.from}`) })
  }
  const same = JSON.stringify(typed) === JSON.stringify(kept)
  const valid = roleChoiceSchema.safeParse(typed).success
  return (
    <fieldset className="settings-form card">
      <legend className="small strong">{t('roles.editOf', { role: name })}</legend>
      <div className="row wrap top">
        <TextInput
          size="xs"
          w={356}
          label={t('roles.model')}
          placeholder={chosenModel(role, scope === 'project' ? app : {}, {})?.value ?? t('roles.ownModel')}
          value={typed.model ?? ''}
          onChange={(event) => {
            const model = event.currentTarget.value
            put('model', model === '' ? undefined : model)
          }}
        />
        {ROLE_SETTINGS.filter((setting) => !isFixed(role, setting)).map((setting) =>
          setting === 'thinking' ? (
            <Select
              key={setting}
              size="xs"
              w={170}
              label={t('roles.setting.thinking')}
              value={typed.thinking === undefined ? 'inherit' : typed.thinking ? 'on' : 'off'}
              data={[
                { value: 'inherit', label: inherited('thinking') },
                { value: 'on', label: t('roles.think.on') },
                { value: 'off', label: t('roles.think.off') },
              ]}
              onChange={(value) => put('thinking', value === 'inherit' ? undefined : value === 'on')}
            />
          ) : (
            <NumberInput
              key={setting}
              size="xs"
              w={170}
              label={t(`roles.setting.${setting}`)}
              placeholder={inherited(setting)}
              step={STEP[setting]}
              allowDecimal={setting !== 'topK' && setting !== 'maxTokens'}
              decimalScale={3}
              error={isWrong(setting, typed[setting]) && t('roles.wrong')}
              value={typed[setting] ?? ''}
              onChange={(value) => put(setting, value === '' ? undefined : Number(value))}
            />
          ),
        )}
      </div>
      {isFixed(role, 'temperature') && <span className="small soft">{t('roles.fixed')}</span>}
      <div className="row wrap">
        <ActionButton
          size="xs"
          label={t('roles.save')}
          why={same ? t('roles.nothing') : valid ? undefined : t('roles.wrong')}
          busy={save.busy}
          onClick={() => void save.run(typed)}
        />
        {Object.keys(kept).length > 0 && (
          <Button size="xs" variant="default" disabled={save.busy} onClick={() => void save.run({})}>
            {t(scope === 'project' ? 'roles.resetApp' : 'roles.resetPreset')}
          </Button>
        )}
      </div>
      {save.failure && <FailureCard failure={save.failure} />}
    </fieldset>
  )
}
