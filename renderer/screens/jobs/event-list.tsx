import { useTranslation } from 'react-i18next'
import type { JobEvent } from '#core/job/job.ts'
import { PauseWords } from '../../parts/pause-words.tsx'
import { useFormat } from '../../words/format.ts'

/** Everything that happened to a job, latest first. */
export function EventList({ events }: { readonly events: readonly JobEvent[] }) {
  const format = useFormat()
  return (
    <ol className="events">
      {[...events].reverse().map((event) => (
        <li key={event.seq}>
          <time className="soft small num" dateTime={event.at}>
            {format.time(event.at)}
          </time>
          <EventWords event={event} />
        </li>
      ))}
    </ol>
  )
}

function EventWords({ event }: { readonly event: JobEvent }) {
  const { t } = useTranslation()
  switch (event.type) {
    case 'planned':
    case 'retried':
      return <span>{t(`job.event.${event.type}`, { count: event.items })}</span>
    case 'piloted':
      return <span>{t('job.event.piloted', { count: event.estimate.items })}</span>
    case 'resumed':
      return <span>{t(event.budget ? 'job.event.resumedWith' : 'job.event.resumed')}</span>
    case 'pausing':
    case 'paused':
      return (
        <div>
          {t(`job.event.${event.type}`)}
          {event.type === 'paused' && (
            <div className="small soft">
              <PauseWords pause={event} />
            </div>
          )}
        </div>
      )
    case 'failed':
      return (
        <span>
          {t('job.event.failed')} ({t(`job.boundary.${event.boundary}`)}): {event.detail}
        </span>
      )
    case 'cancelled':
      return <span>{t(event.left ? 'job.event.cancelledLeft' : 'job.event.cancelled')}</span>
    case 'found':
      return <span>{t(event.runs ? 'job.event.foundRuns' : 'job.event.foundEnded')}</span>
    default:
      return <span>{t(`job.event.${event.type}`)}</span>
  }
}
