import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DialogRow } from '#core/contract/index.ts'
import type { ItemState } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { useCall } from '../../bridge/use-call.ts'
import { usePages } from '../../bridge/use-pages.ts'
import { useCalmPush } from '../../bridge/use-push.ts'
import { DialogView } from '../../parts/dialog-view.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Segments } from '../../parts/segments.tsx'
import { ITEM_SIGN } from '../../parts/state-badge.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { useFormat } from '../../words/format.ts'

const STATES = ['all', 'waiting', 'done', 'dropped', 'failed'] as const
type Shown = (typeof STATES)[number]
const LIST_MS = 800
const DIALOG_MS = 300

/** Dialogs of a run on the left, the chosen one on the right, both as they grow. */
export function LiveDialogs({ job }: { readonly job: JobView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [state, setState] = useState<Shown>('all')
  const [chosen, setChosen] = useState<string>()
  const id = job.spec.id
  const pages = usePages('dialog.page', { job: id, ...(state === 'all' ? {} : { state }) })
  useCalmPush('dialog.grew', (grown) => grown.job === id, LIST_MS, pages.reload)
  useCalmPush('job.changed', (other) => other.spec.id === id, LIST_MS, pages.reload)
  const first = pages.rows.find((row) => row.messages > 0)?.key
  useEffect(() => {
    if (chosen === undefined && first !== undefined) setChosen(first)
  }, [chosen, first])
  const count = (name: Shown) => format.number(name === 'all' ? job.counts.planned : job.counts[name])
  return (
    <div className="page-fill live">
      <section className="live-list" aria-label={t('simulate.dialogs')}>
        <Segments<Shown>
          label={t('data.column.state')}
          value={state}
          options={STATES.map((name) => ({
            value: name,
            label: name === 'all' ? t('shared.all') : t(`item.${name}`),
            count: count(name),
          }))}
          onChange={setState}
        />
        {pages.failure && <FailureCard failure={pages.failure} />}
        {pages.rows.length === 0 && pages.loading && <Loading />}
        {pages.rows.length === 0 && !pages.loading && !pages.failure && (
          <p className="soft pad">
            {state === 'all'
              ? t('simulate.noDialogs')
              : t('simulate.noDialogsOfState', { state: t(`item.${state}`) })}
          </p>
        )}
        {pages.rows.length > 0 && (
          <VirtualList
            label={t('simulate.dialogs')}
            rows={pages.rows}
            rowHeight={52}
            chosen={chosen}
            keyOf={(row) => row.key}
            draw={(row) => <DialogLine row={row} />}
            onChoose={(row) => setChosen(row.key)}
            onEnd={pages.more}
          />
        )}
      </section>
      <ChosenDialog job={id} dialogKey={chosen} />
    </div>
  )
}

function DialogLine({ row }: { readonly row: DialogRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  const state: ItemState = row.state
  return (
    <div className="dialog-line">
      <span className={`sign ink-${state}`} role="img" aria-label={t(`item.${state}`)}>
        {ITEM_SIGN[state]}
      </span>
      <span className="grow">
        <span className="cut block">
          {row.opening !== ''
            ? row.opening
            : row.messages > 0
              ? t('data.dialog', { number: format.number(row.ordinal + 1) })
              : t('simulate.unstarted')}
        </span>
        <span className="soft small num cut block">
          {format.number(row.ordinal + 1)} · {t(`language.${row.language}`)} · {t(`level.${row.level}`)} ·{' '}
          {t('simulate.messagesCount', { count: row.messages })}
          {row.unagreed > 0 && ` · ✕ ${t('simulate.unagreedCount', { count: row.unagreed })}`}
        </span>
      </span>
    </div>
  )
}

function ChosenDialog({ job, dialogKey }: { readonly job: string; readonly dialogKey: string | undefined }) {
  const { t } = useTranslation()
  const dialog = useCall('dialog.get', dialogKey === undefined ? null : { job, key: dialogKey })
  useCalmPush(
    'dialog.grew',
    (grown) => grown.job === job && grown.key === dialogKey,
    DIALOG_MS,
    dialog.reload,
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
    <section className="live-dialog" aria-label={t('data.view.dialog')} tabIndex={0}>
      {dialogKey === undefined && (
        <div className="pad">
          <h2>{t('simulate.choose')}</h2>
          <p className="soft">{t('simulate.chooseText')}</p>
        </div>
      )}
      {dialog.failure && <FailureCard failure={dialog.failure} />}
      {!dialog.data && dialog.loading && <Loading />}
      {dialog.data && <DialogView dialog={dialog.data.dialog} scripted={false} />}
    </section>
  )
}
