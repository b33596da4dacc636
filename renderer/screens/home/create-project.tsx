import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../bridge/looptool.ts'
import type { Way } from '../../bridge/open-project.ts'
import { useAct } from '../../bridge/use-call.ts'
import { useProjectPlace } from '../../bridge/use-project-place.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { ProjectFields } from '../../parts/project-fields.tsx'
import { useSettings } from '../../store/settings.ts'

interface Props {
  readonly busy: boolean
  open(way: Way): void
  cancel(): void
}

export function CreateProject({ busy, open, cancel }: Props) {
  const { t } = useTranslation()
  const usualParent = useSettings((state) => state.settings?.projectsFolder ?? '')
  const [name, setName] = useState('')
  const [parent, setParent] = useState<string>()
  const place = useProjectPlace(name, parent)
  const pick = useAct(async () => {
    const picked = await call('system.pickFolder')
    if (picked !== null) setParent(picked)
  })
  const due = name.trim() === '' ? t('home.nameDue') : undefined
  const submit = () => open({ by: 'create', name: name.trim(), parent })
  return (
    <form
      className="card stack form"
      onSubmit={(event) => {
        event.preventDefault()
        if (due === undefined) submit()
      }}
    >
      <h3>{t('home.create')}</h3>
      <ProjectFields
        name={name}
        parent={parent}
        usualParent={usualParent}
        place={place}
        focused
        rename={setName}
        pick={() => void pick.run()}
        openParent={(folder) => open({ by: 'folder', folder })}
      />
      {pick.failure && <FailureCard failure={pick.failure} />}
      <div className="row">
        <ActionButton label={t('home.createNow')} why={due} busy={busy} onClick={submit} />
        <Button variant="subtle" onClick={cancel}>
          {t('shared.cancel')}
        </Button>
      </div>
    </form>
  )
}
