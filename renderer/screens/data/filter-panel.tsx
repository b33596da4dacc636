import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobView } from '#core/job/view.ts'
import { useCall } from '../../bridge/use-call.ts'
import { usePush } from '../../bridge/use-push.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useJobs } from '../../store/jobs.ts'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'
import { CheckCard } from './check-card.tsx'
import { FilterCard } from './filter-card.tsx'
import { RemovedList } from './removed-list.tsx'

const isOver = (job: JobView, dataset: string): boolean => job.spec.inputs.dataset === dataset

/** Samples of a dataset are checked by votes and taken out by rules, with reasons; the dataset itself stays. */
export function FilterPanel({ wanted }: { readonly wanted: string | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  const jobs = useJobs((state) => state.jobs) ?? []
  const datasets = useCall('dataset.list', undefined)
  usePush('project.changed', datasets.reload)
  const [chosen, setChosen] = useState<string | undefined>(wanted)
  const dataset = datasets.data?.find(({ id }) => id === chosen) ?? datasets.data?.[0]
  // A filter makes a dataset that is the latest from then on; what is being filtered stays in sight.
  if (chosen === undefined && dataset) setChosen(dataset.id)
  const over = (kind: string): JobView[] =>
    dataset ? jobs.filter((job) => job.spec.kind === kind && isOver(job, dataset.id)) : []
  const filters = jobs.filter((job) => job.spec.kind === 'filter')
  return (
    <>
      <div className="page-body">
        <div className="filter-panel">
          <div className="stack wide">
            <p className="soft prose">{t('rounds.filter.text')}</p>
            {datasets.failure && <FailureCard failure={datasets.failure} />}
            <Select
              maw={420}
              label={t('data.dataset')}
              value={dataset?.id ?? null}
              data={(datasets.data ?? []).map((one) => ({
                value: one.id,
                label: t('data.datasetName', {
                  number: one.number,
                  name: one.name,
                  train: format.number(one.counts.train),
                  test: format.number(one.counts.test),
                }),
              }))}
              onChange={(id) => setChosen(id ?? undefined)}
            />
            {dataset && <FilterCard key={dataset.id} dataset={dataset} checks={over('check')} />}
            {dataset && <CheckCard key={`check ${dataset.id}`} dataset={dataset} checks={over('check')} />}
            {datasets.data?.length === 0 && <p className="soft">{t('data.noSamplesText')}</p>}
          </div>
          <RemovedList filters={filters} />
        </div>
      </div>
      <div className="foot-bar">
        <Button variant="default" onClick={() => go({ page: 'data', tab: 'samples' })}>
          {t('rounds.filter.back')}
        </Button>
      </div>
    </>
  )
}
