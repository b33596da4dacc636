import { Button, Group, PasswordInput } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconRefresh, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hostOf } from '#core/endpoint/url.ts'
import type { JobMove } from '#core/job/fold.ts'
import { keyAddress } from '#core/job/key-due.ts'
import type { JobView } from '#core/job/view.ts'
import { useFormat } from '../words/format.ts'
import { needsKey } from './pause-words.tsx'

interface Props {
  readonly job: JobView
  readonly busy: boolean
  move(move: JobMove, key?: string): void
}

const ICONS = { pause: IconPlayerPause, resume: IconPlayerPlay, cancel: IconX, retry: IconRefresh }

/** What may be done with a job now. Cancel names what is lost and asks once, in place. */
export function JobMoves({ job, busy, move }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [asking, setAsking] = useState(false)
  const [key, setKey] = useState('')
  if (asking && job.moves.includes('cancel')) {
    return (
      <Group gap={8} role="alertdialog" aria-label={t('job.move.cancel')}>
        <span className="small">
          {t('job.cancelAsk', { title: job.spec.title, left: format.number(job.counts.waiting) })}
        </span>
        <Button
          size="xs"
          color="red.8"
          onClick={() => {
            setAsking(false)
            move('cancel')
          }}
        >
          {t('job.cancelYes')}
        </Button>
        <Button size="xs" variant="default" autoFocus onClick={() => setAsking(false)}>
          {t('job.cancelNo')}
        </Button>
      </Group>
    )
  }
  const { pause } = job.state
  // At a cap there is no plain resuming: it would stand still again at once.
  const moves = job.moves.filter((name) => name !== 'resume' || pause?.reason !== 'budget')
  const labelOf = (name: JobMove): string =>
    name === 'resume' && pause?.reason === 'pilot' ? t('job.goOn') : t(`job.move.${name}`)
  const wantsKey = needsKey(pause) && job.moves.includes('resume')
  const host = hostOf(keyAddress(pause?.detail ?? '') ?? '')
  return (
    <Group gap={8}>
      {wantsKey && (
        <PasswordInput
          size="xs"
          w={200}
          aria-label={t('job.key')}
          placeholder={host === undefined ? t('job.key') : t('job.keyOf', { host })}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && key !== '') move('resume', key)
          }}
        />
      )}
      {moves.map((name) => {
        const Icon = ICONS[name]
        return (
          <Button
            key={name}
            size="xs"
            variant={name === 'resume' ? 'filled' : 'default'}
            leftSection={<Icon size={14} aria-hidden />}
            disabled={busy}
            onClick={() =>
              name === 'cancel' ? setAsking(true) : move(name, wantsKey && key ? key : undefined)
            }
          >
            {labelOf(name)}
          </Button>
        )
      })}
    </Group>
  )
}
