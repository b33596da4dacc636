import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { JobView } from '#core/job/view.ts'

interface Props {
  readonly job: JobView
  readonly busy: boolean
  end(): void
  takeUp(): void
}

/** A work that was given up while its host was out of reach, and what can be done once it was seen there. */
export function LeftWork({ job, busy, end, takeUp }: Props) {
  const { t } = useTranslation()
  const { left } = job.state
  if (left === undefined) return null
  return (
    <div className="card warn stack tight" role="status">
      <span className="prose">{t(left === 'runs' ? 'follow.leftRuns' : 'follow.leftMaybe')}</span>
      {left === 'runs' && (
        <div className="row wrap">
          <Button size="xs" loading={busy} onClick={takeUp}>
            {t('follow.takeUp')}
          </Button>
          <Button size="xs" variant="default" loading={busy} onClick={end}>
            {t('follow.endLeft')}
          </Button>
        </div>
      )}
    </div>
  )
}
