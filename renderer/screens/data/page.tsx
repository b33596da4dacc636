import { Button, Tabs } from '@mantine/core'
import { IconStack2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { isScripted } from '#core/job/job.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { NoProject } from '../../parts/no-project.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PracticeBadge } from '../../parts/practice-badge.tsx'
import { useJobs } from '../../store/jobs.ts'
import { DATA_TABS, type Place, usePlace } from '../../store/place.ts'
import { useProject } from '../../store/project.ts'
import { DialogsTab } from './dialogs-tab.tsx'
import { FilterPanel } from './filter-panel.tsx'
import { LengthsTab } from './lengths-tab.tsx'
import { PreparePanel } from './prepare-panel.tsx'
import { SamplesTab } from './samples-tab.tsx'

export function DataPage() {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const jobs = useJobs((state) => state.jobs)
  const place = usePlace((state) => state.place)
  const go = usePlace((state) => state.go)
  if (place.page !== 'data') return null
  const panel = place.preparing ? 'prepare' : place.filtering ? 'filter' : undefined
  const ready = (jobs ?? []).some((job) => job.spec.kind === 'simulate' && job.counts.done > 0)
  const scripted = (jobs ?? []).some((job) => isScripted(job.spec))
  return (
    <>
      <PageHeader
        title={t(
          panel === 'prepare' ? 'data.prepare' : panel === 'filter' ? 'rounds.filter.title' : 'data.title',
        )}
        lead={project?.name}
      >
        {scripted && !panel && <PracticeBadge />}
        {project && !panel && project.counts.datasets > 0 && (
          <Button
            size="sm"
            variant="default"
            onClick={() =>
              go({ page: 'data', filtering: true, ...(place.dataset && { dataset: place.dataset }) })
            }
          >
            {t('rounds.filter.title')}
          </Button>
        )}
        {project && !panel && (
          <ActionButton
            label={t('data.prepare')}
            why={ready ? undefined : t('data.needDialogs')}
            icon={<IconStack2 size={16} aria-hidden />}
            onClick={() => go({ page: 'data', preparing: true })}
          />
        )}
      </PageHeader>
      {project === null && <NoProject toHome={() => go({ page: 'home' })} />}
      {project && panel === 'prepare' && <PreparePanel from={place.job} />}
      {project && panel === 'filter' && <FilterPanel wanted={place.dataset} />}
      {project && !panel && <Tabbed place={place} />}
    </>
  )
}

/** Dialogs, samples, and how long the samples' prompts are. */
function Tabbed({ place }: { readonly place: Extract<Place, { page: 'data' }> }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const tab = place.tab ?? 'dialogs'
  return (
    <>
      <Tabs
        className="page-tabs"
        value={tab}
        onChange={(next) =>
          go({
            page: 'data',
            tab: DATA_TABS.find((one) => one === next) ?? 'dialogs',
            ...(place.dataset && { dataset: place.dataset }),
          })
        }
      >
        <Tabs.List>
          {DATA_TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`data.tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {tab === 'dialogs' && <DialogsTab wanted={place.dialog} />}
      {tab === 'samples' && <SamplesTab wanted={place} />}
      {tab === 'lengths' && <LengthsTab wanted={place.dataset} />}
    </>
  )
}
