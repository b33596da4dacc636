import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { Fold } from '../../parts/fold.tsx'
import { SetUpButton } from './set-up-button.tsx'
import { startSetUp } from './start-set-up.ts'

const lastName = (path: string): string => path.split(/[/\\]/).filter(Boolean).at(-1) ?? ''

/** A model's folder of this computer, brought to the host. */
export function ModelUpload({ host }: { readonly host: string }) {
  const { t } = useTranslation()
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
        <SetUpButton
          label={t('stock.model.upload')}
          why={ready ? undefined : t('stock.model.needFolder')}
          start={start}
        />
      </div>
    </Fold>
  )
}

/** A folder that lies on the host already. */
export function ModelAdopt({ host }: { readonly host: string }) {
  const { t } = useTranslation()
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
        <SetUpButton
          label={t('stock.model.adopt')}
          why={path.trim() === '' ? t('stock.env.needPath') : undefined}
          start={start}
        />
      </div>
    </Fold>
  )
}
