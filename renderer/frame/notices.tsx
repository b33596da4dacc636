import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
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
  return lines.map((line) => (
    <output key={line} className="notice">
      <IconAlertTriangle size={16} aria-hidden />
      {line}
    </output>
  ))
}
