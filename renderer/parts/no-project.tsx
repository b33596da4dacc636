import { Button } from '@mantine/core'
import { IconFolderOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from './empty-state.tsx'

/** Stands on every page that needs a project while none is open. */
export function NoProject({ toHome }: { toHome(): void }) {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={<IconFolderOff size={40} stroke={1.3} />}
      title={t('shared.noProject')}
      text={t('shared.noProjectText')}
    >
      <Button onClick={toHome}>{t('shared.toHome')}</Button>
    </EmptyState>
  )
}
