import { Button } from '@mantine/core'
import { IconAlertTriangle, IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { usePlace } from '../store/place.ts'
import { useProject } from '../store/project.ts'
import { useSettings } from '../store/settings.ts'

/** What holds for the whole window. Each stays until it is no longer so. */
export function Notices() {
  const { t } = useTranslation()
  const engine = useProject((state) => state.engine)
  const quarantined = useSettings((state) => state.settings?.quarantined)
  const lines = [
    engine === 'restarting' && t('frame.engineDown'),
    quarantined !== undefined && t('frame.settingsDamaged', { file: quarantined }),
  ].filter((line) => typeof line === 'string')
  return (
    <>
      {lines.map((line) => (
        <output key={line} className="notice">
          <IconAlertTriangle size={16} aria-hidden />
          {line}
        </output>
      ))}
      <ReadOnlyNotice />
    </>
  )
}

/** Why nothing of the open project can be changed, and the way to one that can. */
function ReadOnlyNotice() {
  const { t } = useTranslation()
  const why = useProject((state) => state.project?.readOnly)
  const go = usePlace((state) => state.go)
  if (why === undefined) return null
  return (
    <output className="notice">
      <IconLock size={16} aria-hidden />
      <span className="grow">{t(`readOnly.${why}`)}</span>
      {(why === 'medium' || why === 'newer') && (
        <Button size="compact-xs" variant="default" onClick={() => go({ page: 'settings', tab: 'disk' })}>
          {t('readOnly.toCopy')}
        </Button>
      )}
    </output>
  )
}
