import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isFinished } from '#core/job/fold.ts'
import type { JobView } from '#core/job/view.ts'
import { usePages } from '../../bridge/use-pages.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Pace } from '../../parts/pace.tsx'
import { JobStateBadge } from '../../parts/state-badge.tsx'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'

/** What a filter took out, each with its reason. */
export function RemovedList({ filters }: { readonly filters: readonly JobView[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [chosen, setChosen] = useState<string>()
  const job = filters.find(({ spec }) => spec.id === chosen) ?? filters[0]
  return (
    <section className="stack removed">
      <h2>{t('rounds.filter.removed')}</h2>
      {!job && <p className="soft prose">{t('rounds.filter.noneYet')}</p>}
      {filters.length > 1 && job && (
        <Select
          size="xs"
          aria-label={t('rounds.filter.which')}
          value={job.spec.id}
          data={filters.map(({ spec }) => ({
            value: spec.id,
            label: `${spec.title} · ${format.time(spec.createdAt)}`,
          }))}
          onChange={(id) => setChosen(id ?? undefined)}
        />
      )}
      {job && !isFinished(job.state) && (
        <div className="row wrap">
          <JobStateBadge state={job.state.name} />
          <Pace job={job} />
        </div>
      )}
      {job && isFinished(job.state) && <Removed key={job.spec.id} job={job} />}
    </section>
  )
}

function Removed({ job }: { readonly job: JobView }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const pages = usePages('filter.removed', { job: job.spec.id })
  const dataset = job.spec.inputs.dataset
  return (
    <>
      <p className="strong">{job.spec.title}</p>
      {pages.failure && <FailureCard failure={pages.failure} />}
      {pages.loading && pages.rows.length === 0 && <Loading />}
      {pages.first && <p className="num soft">{t('rounds.filter.removedCount', { count: pages.total })}</p>}
      <ul className="removed-rows">
        {pages.rows.map((row) => (
          <li key={row.sample}>
            <span className="strong">{t(`rounds.filter.rule.${row.why}`)}</span>
            {row.detail !== '' && <span className="code anywhere">{row.detail}</span>}
            {dataset !== undefined && (
              <button
                type="button"
                className="link small"
                onClick={() => go({ page: 'data', tab: 'samples', dataset, sample: row.sample })}
              >
                {t('rounds.filter.openSample')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {pages.rows.length < pages.total && (
        <Button size="compact-sm" variant="default" onClick={pages.more}>
          {t('rounds.filter.more')}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" onClick={() => go({ page: 'jobs', job: job.spec.id })}>
        {t('rounds.openJob')}
      </Button>
    </>
  )
}
