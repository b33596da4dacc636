import { useTranslation } from 'react-i18next'
import type { JobView } from '#core/job/view.ts'
import { useCode } from '../words/code.ts'
import { useFormat } from '../words/format.ts'

/** "41/s · 15 s left", as far as it is known. */
export function Pace({ job }: { readonly job: JobView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const say = useCode()
  if (job.away)
    return <span className="ink-dropped">{t('hosts.away', { when: format.time(job.away.since) })}</span>
  if (job.stall)
    return (
      <span className="ink-dropped num">
        ◐ {t('follow.stalled', { time: format.span(job.stall.seconds) })}
      </span>
    )
  if (job.state.name !== 'running') return null
  const { inside, rate } = job
  const inBytes = inside?.unit === 'bytes'
  const parts = [
    inside &&
      !inBytes &&
      `${format.number(inside.done)} / ${format.number(inside.total)} ${say(`unit.${inside.unit}`)}`,
    inBytes && inside.total > 0 && `${format.bytes(inside.done)} / ${format.bytes(inside.total)}`,
    rate !== undefined &&
      t('shared.unit.perSecond', { rate: inBytes ? format.bytes(rate) : format.rate(rate) }),
    job.secondsLeft !== undefined && t('shared.unit.left', { time: format.span(job.secondsLeft) }),
  ].filter((part) => typeof part === 'string')
  return <span className="num soft">{parts.join(' · ')}</span>
}
