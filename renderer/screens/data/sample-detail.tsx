import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SampleView } from '#core/contract/index.ts'
import type { Parent } from '#core/sample/sample.ts'
import { useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Inspector } from '../../parts/inspector.tsx'
import { Loading } from '../../parts/loading.tsx'
import { LongText } from '../../parts/long-text.tsx'
import { PracticeBadge } from '../../parts/practice-badge.tsx'
import { SampleDialog } from '../../parts/sample-dialog.tsx'
import { useJobs } from '../../store/jobs.ts'
import { usePlace } from '../../store/place.ts'
import { useUi } from '../../store/ui.ts'
import { DialogDetail } from './dialog-detail.tsx'

interface Props {
  readonly dataset: string
  readonly id: string
  close(): void
}

/** One sample: as a dialog, as training sees it, and where it comes from. */
export function SampleDetail({ dataset, id, close }: Props) {
  const { t } = useTranslation()
  const width = useUi((state) => state.inspectorWidth)
  const setWidth = useUi((state) => state.setInspectorWidth)
  const [dialog, setDialog] = useState<{ job: string; key: string }>()
  const sample = useCall('sample.get', { dataset, id })
  if (dialog) return <DialogDetail row={dialog} close={() => setDialog(undefined)} />
  return (
    <Inspector title={t('data.sample')} width={width} setWidth={setWidth} close={close}>
      {sample.failure && <FailureCard failure={sample.failure} />}
      {!sample.data && sample.loading && <Loading />}
      {sample.data && <SampleBody view={sample.data} openDialog={(job, key) => setDialog({ job, key })} />}
    </Inspector>
  )
}

function SampleBody(props: { readonly view: SampleView; openDialog(job: string, key: string): void }) {
  const { t } = useTranslation()
  const { row, sample, scripted, rendering } = props.view
  return (
    <div className="stack">
      <div className="row wrap">
        <span className="tag">{t(`split.${row.split}`)}</span>
        <span className="tag">{t(`caseType.${row.kind}`)}</span>
        <span className="tag">{t(`language.${row.language}`)}</span>
        <span className="soft small">{t('data.toolsSeen', { count: sample.tools.length })}</span>
        {scripted && <PracticeBadge />}
        <LedgerLink id={sample.id} />
      </div>
      <Tabs defaultValue="dialog" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="dialog">{t('data.view.dialog')}</Tabs.Tab>
          <Tabs.Tab value="rendering">{t('data.view.rendering')}</Tabs.Tab>
          <Tabs.Tab value="lineage">{t('data.view.lineage')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="dialog" pt="sm">
          <SampleDialog sample={sample} />
        </Tabs.Panel>
        <Tabs.Panel value="rendering" pt="sm">
          <Rendering rendering={rendering} />
        </Tabs.Panel>
        <Tabs.Panel value="lineage" pt="sm">
          <Lineage parents={sample.parents} openDialog={props.openDialog} />
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}

/** Once there are rounds, a sample has a story over them. */
function LedgerLink({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const hasRounds = useJobs((state) => (state.jobs ?? []).some((job) => job.spec.kind === 'compose'))
  if (!hasRounds) return null
  return (
    <button
      type="button"
      className="link small"
      onClick={() => go({ page: 'rounds', view: 'flow', ledger: id })}
    >
      {t('rounds.ledger.open')}
    </button>
  )
}

const PARTS = ['instruction', 'input', 'output'] as const

function Rendering({ rendering }: Pick<SampleView, 'rendering'>) {
  const { t } = useTranslation()
  return (
    <div className="stack">
      {PARTS.map((part) => (
        <section key={part} className="stack tight">
          <h3>{t(`data.${part}`)}</h3>
          <div className="sunken">
            <LongText code text={rendering[part]} />
          </div>
        </section>
      ))}
    </div>
  )
}

function Lineage(props: { readonly parents: readonly Parent[]; openDialog(job: string, key: string): void }) {
  const { t } = useTranslation()
  return (
    <ul className="lineage">
      {props.parents.map((parent) => (
        <li key={JSON.stringify(parent)} className="row wrap">
          {parent.from === 'dialog' && (
            <>
              <span>{t('data.fromDialog', { dialog: parent.dialog, turn: parent.turn + 1 })}</span>
              <button
                type="button"
                className="link"
                onClick={() => props.openDialog(parent.job, parent.dialog)}
              >
                {t('data.openDialog')}
              </button>
            </>
          )}
          {parent.from === 'file' &&
            t('data.fromFile', { file: parent.file, record: parent.record, turn: parent.turn })}
          {parent.from === 'sample' && t('data.fromSample', { sample: parent.sample })}
        </li>
      ))}
    </ul>
  )
}
