import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { useProject } from '../../store/project.ts'
import { startSetUp } from './start-set-up.ts'

const lastName = (path: string): string => path.split(/[/\\]/).filter(Boolean).at(-1) ?? ''

/** A model's folder of this computer, brought to the host. */
export function ModelUpload({ host }: { readonly host: string }) {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const [folder, setFolder] = useState('')
  const [name, setName] = useState('')
  const put = (path: string) => {
    // A name that was not typed follows the folder.
    if (name === '' || name === lastName(folder)) setName(lastName(path))
    setFolder(path)
  }
  const choose = useAct(async () => {
    const path = await call('system.pickFolder')
    if (path !== null) put(path)
  })
  const start = useAct(async () => {
    await startSetUp({ make: 'uploadedModel', host, model: name.trim(), folder: folder.trim() })
    setFolder('')
    setName('')
  })
  const ready = folder.trim() !== '' && name.trim() !== ''
  return (
    <Fold label={t('stock.model.uploadTitle')}>
      <div className="stack">
        <div className="host-file">
          <TextInput
            label={t('stock.model.folder')}
            description={t('stock.model.uploadText')}
            value={folder}
            onChange={(event) => put(event.currentTarget.value)}
          />
          <Button variant="default" loading={choose.busy} onClick={() => void choose.run()}>
            {t('stock.model.choose')}
          </Button>
        </div>
        <TextInput
          label={t('stock.model.called')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div>
          <ActionButton
            label={t('stock.model.upload')}
            why={!project ? t('stock.needProject') : ready ? undefined : t('stock.model.needFolder')}
            busy={start.busy}
            size="xs"
            onClick={() => void start.run()}
          />
        </div>
        {start.failure && <FailureCard failure={start.failure} />}
      </div>
    </Fold>
  )
}

/** A folder that lies on the host already. */
export function ModelAdopt({ host }: { readonly host: string }) {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const [path, setPath] = useState('')
  const [name, setName] = useState('')
  const start = useAct(async () => {
    await startSetUp({ make: 'ownModel', host, model: name.trim() || lastName(path), path: path.trim() })
    setPath('')
    setName('')
  })
  return (
    <Fold label={t('stock.model.adoptTitle')}>
      <div className="stack">
        <TextInput
          label={t('stock.model.path')}
          description={t('stock.model.adoptText')}
          placeholder={t('stock.model.pathHint')}
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <TextInput
          label={t('stock.model.called')}
          placeholder={lastName(path)}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div>
          <ActionButton
            label={t('stock.model.adopt')}
            why={!project ? t('stock.needProject') : path.trim() === '' ? t('stock.env.needPath') : undefined}
            busy={start.busy}
            size="xs"
            onClick={() => void start.run()}
          />
        </div>
        {start.failure && <FailureCard failure={start.failure} />}
      </div>
    </Fold>
  )
}
