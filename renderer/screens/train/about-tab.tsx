import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunView } from '#core/contract/training-views.ts'
import type { TrainingEvent } from '#core/training/event.ts'
import { useCall } from '../../bridge/use-call.ts'
import { Fold } from '../../parts/fold.tsx'
import { LongText } from '../../parts/long-text.tsx'
import { prettyJson } from '../../parts/pretty-json.ts'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'
import { CheckpointList } from './checkpoint-list.tsx'

/** What a run is made of, what happened to it, and what it left. */
export function AboutTab({ view, changed }: { readonly view: RunView; changed(): void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { row, events } = view
  return (
    <div className="pair">
      <section className="card stack">
        <h2>{t('train.made')}</h2>
        <dl className="spec">
          <dt>{t('train.trainerName')}</dt>
          <dd>{t(`train.trainer.${row.trainer}`)}</dd>
          {row.dataset !== undefined && (
            <>
              <dt>{t('train.dataset')}</dt>
              <dd>
                <DatasetLink id={row.dataset} />
              </dd>
            </>
          )}
          {view.start !== '' && (
            <>
              <dt>{t('train.start')}</dt>
              <dd className="anywhere">{view.start === 'base' ? t('train.base') : view.start}</dd>
            </>
          )}
          <dt>{t('train.place')}</dt>
          <dd className="anywhere code">{view.place}</dd>
          {row.newsAt !== undefined && (
            <>
              <dt>{t('train.news')}</dt>
              <dd>{format.time(row.newsAt)}</dd>
            </>
          )}
        </dl>
        {view.settings !== '{}' && (
          <Fold label={t('train.settings')}>
            <LongText code text={prettyJson(view.settings)} />
          </Fold>
        )}
      </section>
      <section className="card stack">
        <h2>{t('train.checkpoints')}</h2>
        <RemovedWords view={view} />
        <CheckpointList view={view} changed={changed} />
        <h2>{t('train.events')}</h2>
        {events.length === 0 && <p className="soft">{t('train.noEvents')}</p>}
        <ol className="events">
          {[...events].reverse().map((event) => (
            <li key={`${event.seq} ${event.at}`}>
              <time className="soft small num" dateTime={event.at}>
                {format.time(event.at)}
              </time>
              <EventWords event={event} />
            </li>
          ))}
        </ol>
      </section>
    </div>
  )
}

/** Which checkpoints a training on this computer keeps, once it has removed some. */
function RemovedWords({ view: { row, events, checkpoints } }: { readonly view: RunView }) {
  const { t } = useTranslation()
  const saved = new Set(events.flatMap((event) => (event.type === 'checkpoint' ? [event.step] : [])))
  for (const { step } of checkpoints) saved.delete(step)
  if (row.trainer !== 'nano' || saved.size === 0) return null
  return <p className="soft small">{t('train.removed', { count: saved.size })}</p>
}

function DatasetLink({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const datasets = useCall('dataset.list', undefined)
  const found = datasets.data?.find((dataset) => dataset.id === id)
  if (!found) return <span className="soft">{datasets.loading ? id : t('train.datasetGone', { id })}</span>
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      onClick={() => go({ page: 'data', tab: 'samples', dataset: id })}
    >
      {found.name} · {found.number}
    </Button>
  )
}

function WarmWords({ event }: { readonly event: Extract<TrainingEvent, { type: 'warmStart' }> }) {
  const { t } = useTranslation()
  const { steps, before, after, total } = event
  if (steps === 0) return <span>{t('train.event.warmNone', { before, total })}</span>
  if (after === undefined) return <span>{t('train.event.warmBegun', { steps, before, total })}</span>
  return <span>{t('train.event.warmDone', { before, after, total })}</span>
}

function EventWords({ event }: { readonly event: TrainingEvent }) {
  const { t } = useTranslation()
  switch (event.type) {
    case 'started':
      return <span>{t(event.attempt > 1 ? 'train.event.resumed' : 'train.event.started')}</span>
    case 'warmStart':
      return <WarmWords event={event} />
    case 'warmStep':
      return (
        <span>
          {t('train.event.warmStep', {
            step: event.step,
            of: event.of,
            loss: Number(event.loss.toPrecision(3)),
          })}
        </span>
      )
    case 'stopped':
      return (
        <span>
          {event.step === 0 ? t('train.event.stoppedEarly') : t('train.event.stopped', { step: event.step })}
        </span>
      )
    case 'checkpoint':
    case 'done':
      return <span>{t(`train.event.${event.type}`, { step: event.step })}</span>
    case 'validation':
      return (
        <span>
          {t('train.event.validation', { step: event.step, right: event.right, total: event.total })}
        </span>
      )
    case 'stopping':
      return <span>{t('train.event.stopping')}</span>
    case 'failed':
      return (
        <span>
          {t('train.event.failed')} {event.code} {event.detail}
        </span>
      )
  }
}
