import { Button, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProjectPlace } from '#core/contract/index.ts'

interface Props {
  readonly name: string
  /** The folder in which it is to be made, where another than the usual one was chosen. */
  readonly parent: string | undefined
  readonly usualParent: string
  /** Where it would be made, once there is a name. */
  readonly place: ProjectPlace | undefined
  /** The name is what the user came for. */
  readonly focused?: boolean
  rename(name: string): void
  pick(): void
  /** Opens the folder that was chosen: it is a project itself. */
  openParent(folder: string): void
}

/** A new project's name, and where it will lie. */
export function ProjectFields(props: Props) {
  const { name, parent, usualParent, place, focused = false, rename, pick, openParent } = props
  const { t } = useTranslation()
  const around = parent ?? usualParent
  return (
    <div className="stack">
      <TextInput
        autoFocus={focused}
        label={t('home.name')}
        placeholder={t('home.namePlaceholder')}
        value={name}
        maxLength={120}
        onChange={(event) => rename(event.currentTarget.value)}
      />
      <div className="stack tight">
        <span className="small soft path">
          {place ? t('home.folderWill', { folder: place.folder }) : t('home.folderUsual', { folder: around })}
          {place?.taken && <span className="block">{t('home.folderTaken')}</span>}
        </span>
        <div>
          <Button variant="default" size="xs" onClick={pick}>
            {t('home.chooseFolder')}
          </Button>
        </div>
      </div>
      {place?.inProject && (
        <div className="card warn row wrap">
          <span className="grow">{t('home.folderInProject', { folder: around })}</span>
          <Button variant="default" size="xs" onClick={() => openParent(around)}>
            {t('home.openInstead')}
          </Button>
        </div>
      )}
    </div>
  )
}
