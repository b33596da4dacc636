import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isLive } from '#core/job/fold.ts'
import type { JobView } from '#core/job/view.ts'
import { useFormat } from '../words/format.ts'

interface Props {
  readonly job: JobView
  readonly title: string
  readonly busy: boolean
  giveUp(): void
}

/** Offered while a work's host is out of reach: not to wait for it any longer. Asks once more, with what it means. */
export function GiveUp({ job, title, busy, giveUp }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [asking, setAsking] = useState(false)
  if (!job.away || !isLive(job.state)) return null
  if (!asking)
    return (
      <Button size="xs" variant="default" loading={busy} onClick={() => setAsking(true)}>
        {t('follow.giveUp')}
      </Button>
    )
  return (
    <div className="card warn stack tight" role="alertdialog" aria-label={t('follow.giveUp')}>
      <span className="prose">{t('follow.giveUpAsk', { when: format.time(job.away.since), title })}</span>
      <div className="row wrap">
        <Button
          size="xs"
          color="red.8"
          loading={busy}
          onClick={() => {
            setAsking(false)
            giveUp()
          }}
        >
          {t('follow.giveUpYes')}
        </Button>
        <Button size="xs" variant="default" autoFocus onClick={() => setAsking(false)}>
          {t('follow.giveUpNo')}
        </Button>
      </div>
    </div>
  )
}
