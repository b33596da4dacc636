import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFirstRun } from '../../store/first-run.ts'
import { StepFrame } from './step-frame.tsx'

export function HostStep() {
  const { t } = useTranslation()
  const leave = useFirstRun((all) => all.leave)
  return (
    <StepFrame
      title={t('firstRun.host.title')}
      lead={t('firstRun.host.lead')}
      primary={<Button onClick={() => leave(false)}>{t('firstRun.host.later')}</Button>}
    >
      <p className="card prose">{t('firstRun.host.without')}</p>
    </StepFrame>
  )
}
