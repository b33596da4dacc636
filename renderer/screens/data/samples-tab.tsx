import { Button, Select } from '@mantine/core'
import { IconStack2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../bridge/use-call.ts'
import { usePush } from '../../bridge/use-push.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { OwnPromptsBadge } from '../../parts/own-prompts-badge.tsx'
import { useJobs } from '../../store/jobs.ts'
import { useOwnPrompts } from '../../store/own-prompts.ts'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'
import { RefusedList } from './refused-list.tsx'
import { SampleBrowser, type Wanted } from './sample-browser.tsx'

/** The samples of one dataset; the latest unless another is chosen. */
export function SamplesTab({ wanted }: { readonly wanted: Wanted }) {
  const { t } = useTranslation()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  const ready = useJobs((state) =>
    (state.jobs ?? []).some((job) => job.spec.kind === 'simulate' && job.counts.done > 0),
  )
  const datasets = useCall('dataset.list', undefined)
  usePush('project.changed', datasets.reload)
  const chosen = datasets.data?.find((one) => one.id === wanted.dataset) ?? datasets.data?.[0]
  const ownPrompts = useOwnPrompts(chosen?.id)
  if (datasets.failure) {
    return (
      <div className="page-body">
        <FailureCard failure={datasets.failure} />
      </div>
    )
  }
  if (!datasets.data) return <Loading />
  if (!chosen) {
    return (
      <EmptyState
        icon={<IconStack2 size={40} stroke={1.3} />}
        title={t('data.noSamples')}
        text={t('data.noSamplesText')}
      >
        <Button onClick={() => go(ready ? { page: 'data', preparing: true } : { page: 'simulate' })}>
          {ready ? t('data.prepare') : t('simulate.new')}
        </Button>
      </EmptyState>
    )
  }
  return (
    <SampleBrowser
      key={chosen.id}
      dataset={chosen.id}
      wanted={wanted}
      beside={<RefusedList refused={chosen.counts.refused} />}
      picker={
        <>
          <Select
            size="xs"
            w={320}
            aria-label={t('data.dataset')}
            value={chosen.id}
            data={datasets.data.map((one) => ({
              value: one.id,
              label: t('data.datasetName', {
                number: one.number,
                name: one.name,
                train: format.number(one.counts.train),
                test: format.number(one.counts.test),
              }),
            }))}
            onChange={(id) => id !== null && go({ page: 'data', tab: 'samples', dataset: id })}
          />
          <OwnPromptsBadge prompts={ownPrompts} />
        </>
      }
    />
  )
}
