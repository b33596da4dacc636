import { Button } from '@mantine/core'
import { IconChartLine, IconFileSearch, IconPlus } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRow } from '#core/contract/training-views.ts'
import { call } from '../../bridge/looptool.ts'
import { type Asked, useAct, useCall } from '../../bridge/use-call.ts'
import { useCalmPush } from '../../bridge/use-push.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { NoProject } from '../../parts/no-project.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { type Place, usePlace } from '../../store/place.ts'
import { useProject } from '../../store/project.ts'
import { Comparison } from './comparison.tsx'
import { RunDetail } from './run-detail.tsx'
import { RunList } from './run-list.tsx'
import { TrainWizard } from './wizard/wizard.tsx'

const ASK_AGAIN_MS = 30_000

/** Trainings of this project, and logs of trainings elsewhere. */
export function TrainPage() {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const place = usePlace((state) => state.place)
  const go = usePlace((state) => state.go)
  const runs = useRuns(project !== null && project !== undefined)
  const open = useAct(async () => {
    const file = await call('system.pickLog')
    if (file === null) return
    const { id } = await call('training.open', { path: file })
    runs.reload()
    go({ page: 'train', run: id })
  })
  if (place.page !== 'train') return null
  if (project && place.starting === true) return <TrainWizard />
  const { comparing, chosen } = shownOf(place, runs.data)
  const bare = runs.data === undefined || runs.data.length === 0
  const acts = <Acts opening={open.busy} openLog={() => void open.run()} />
  return (
    <>
      {(bare || !project) && <PageHeader title={t('train.title')} lead={project?.name} />}
      {project === null && <NoProject toHome={() => go({ page: 'home' })} />}
      {[open.failure, runs.failure].map(
        (failure, index) =>
          failure && (
            <div className="page-body flat" key={index}>
              <FailureCard failure={failure} />
            </div>
          ),
      )}
      {project && !runs.data && runs.loading && (
        <div className="page-body">
          <Loading />
        </div>
      )}
      {project && bare && runs.data && (
        <EmptyState
          icon={<IconChartLine size={40} stroke={1.3} />}
          title={t('train.empty')}
          text={t('train.emptyText')}
        >
          <div className="row">{acts}</div>
        </EmptyState>
      )}
      {project && !bare && (
        <div className="page-fill">
          {/* Answers stand side by side: they get the room of the list. */}
          {place.tab !== 'rollouts' && (
            <RunList
              runs={runs.data ?? []}
              acts={acts}
              chosen={chosen}
              choose={(run) => {
                open.clear()
                go({ page: 'train', run, ...(place.tab === undefined ? {} : { tab: place.tab }) })
              }}
              compare={() => go({ page: 'train', comparing: true })}
            />
          )}
          {comparing && <Comparison runs={runs.data ?? []} />}
          {chosen !== undefined && (
            <RunDetail
              key={chosen}
              id={chosen}
              runs={runs.data ?? []}
              tab={place.tab ?? 'curves'}
              step={place.step}
              group={place.group}
              forgotten={() => {
                runs.reload()
                go({ page: 'train' })
              }}
            />
          )}
        </div>
      )}
    </>
  )
}

/** The ticked ones side by side, or one: the latest unless named. */
function shownOf(place: Place & { readonly page: 'train' }, runs: readonly RunRow[] | undefined) {
  const comparing = place.comparing === true
  return { comparing, chosen: comparing ? undefined : (place.run ?? runs?.[0]?.id) }
}

/** All runs, asked for again when one grows or a training changes. */
function useRuns(open: boolean): Asked<RunRow[]> {
  const runs = useCall('training.runs', open ? undefined : null)
  useCalmPush('training.grew', () => true, 1000, runs.reload)
  // Who does not ask for a minute hears of no new run.
  useEffect(() => {
    const timer = setInterval(runs.reload, ASK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [runs.reload])
  useCalmPush('job.changed', (job) => job.spec.kind === 'train', 500, runs.reload)
  return runs
}

/** What can be done beside looking at a run. */
function Acts({ opening, openLog }: { readonly opening: boolean; openLog(): void }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  return (
    <>
      <Button
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => go({ page: 'train', starting: true })}
      >
        {t('start.new')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFileSearch size={14} aria-hidden />}
        loading={opening}
        onClick={openLog}
      >
        {t('train.openLog')}
      </Button>
    </>
  )
}
