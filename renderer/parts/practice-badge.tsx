import { Tooltip } from '@mantine/core'
import { IconMasksTheater } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** Stands wherever words of scripted practice roles are shown. */
export function PracticeBadge() {
  const { t } = useTranslation()
  return (
    <Tooltip label={t('shared.practiceTip')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the tip has to be reachable by keyboard */}
      <span className="pill practice" tabIndex={0}>
        <IconMasksTheater size={14} aria-hidden />
        {t('shared.practice')}
      </span>
    </Tooltip>
  )
}
