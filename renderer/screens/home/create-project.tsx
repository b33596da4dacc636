import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { useSettings } from '../../store/settings.ts'

interface Props {
  readonly busy: boolean
  create(name: string, folder: string | undefined): void
  cancel(): void
}

export function CreateProject({ busy, create, cancel }: Props) {
  const { t } = useTranslation()
  const usual = useSettings((state) => state.settings?.projectsFolder ?? '')
  const [name, setName] = useState('')
  const [folder, setFolder] = useState<string>()
  const pick = useAct(async () => {
    const picked = await call('system.pickFolder')
    if (picked !== null) setFolder(picked)
  })
  const due = name.trim() === '' ? t('home.nameDue') : undefined
  const submit = () => create(name.trim(), folder)
  return (
    <form
      className="card stack form"
      onSubmit={(event) => {
        event.preventDefault()
        if (due === undefined) submit()
      }}
    >
      <h3>{t('home.create')}</h3>
      <TextInput
        data-autofocus
        autoFocus
        label={t('home.name')}
        placeholder={t('home.namePlaceholder')}
        value={name}
        maxLength={120}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className="row wrap">
        <span className="small soft grow">{folder ?? t('home.folderUsual', { folder: usual })}</span>
        <Button variant="default" size="xs" onClick={() => void pick.run()}>
          {t('home.chooseFolder')}
        </Button>
      </div>
      <div className="row">
        <ActionButton label={t('home.createNow')} why={due} busy={busy} onClick={submit} />
        <Button variant="subtle" onClick={cancel}>
          {t('shared.cancel')}
        </Button>
      </div>
    </form>
  )
}
