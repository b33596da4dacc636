import { Button, Tabs } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRow } from '#core/contract/training-views.ts'
import type { JobView } from '#core/job/view.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { useCalmPush } from '../../bridge/use-push.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { RUN_TABS, type RunTab, usePlace } from '../../store/place.ts'
import { AboutTab } from './about-tab.tsx'
import { CurvesTab } from './curves-tab.tsx'
import { HealthLine } from './health-line.tsx'
import { RolloutsTab } from './rollouts-tab.tsx'
import { RunStateBadge } from './run-list.tsx'
import { RunMoves } from './run-moves.tsx'
import { RunTrouble } from './run-trouble.tsx'

/** Silence is news too: a run that is looked at is asked for again even when nothing grew. */
const ASK_AGAIN_MS = 20_000

interface Props {
  readonly id: string
  readonly runs: readonly RunRow[]
  readonly tab: RunTab
  readonly step: number | undefined
  readonly group: string | undefined
  forgotten(): void
}

/** One run: its health first, then its curves, its rollouts, and what it is made of. */
export function RunDetail({ id, runs, tab, step, group, forgotten }: Props) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const asked = useCall('training.run', { id })
  useCalmPush('training.grew', (grown) => grown.id === id, 300, asked.reload)
  const concerns = ({ spec }: JobView): boolean =>
    spec.id === id || (spec.kind === 'fetch' && spec.inputs.checkpoint?.startsWith(`${id}:`) === true)
  useCalmPush('job.changed', concerns, 300, asked.reload)
  useEffect(() => {
    const timer = setInterval(asked.reload, ASK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [asked.reload])
  const forget = useAct(async () => {
    await call('training.forget', { id })
    forgotten()
  })
  const view = asked.data
  if (!view)
    return (
      <div className="middle-column">
        <div className="page-body">
          {asked.failure ? <FailureCard failure={asked.failure} /> : <Loading />}
        </div>
      </div>
    )
  const { row } = view
  const tabs = RUN_TABS.filter((name) => name !== 'rollouts' || row.from === 'project')
  const shown = tabs.includes(tab) ? tab : 'curves'
  return (
    <div className="middle-column">
      <PageHeader title={row.title}>
        <RunStateBadge row={row} />
        <RunMoves row={row} helped={view.end !== undefined} />
        {row.from === 'file' && (
          <Button size="xs" variant="default" loading={forget.busy} onClick={() => void forget.run()}>
            {t('train.forget')}
          </Button>
        )}
      </PageHeader>
      <div className="run-health">
        <RunTrouble view={view} />
        {/* A sound curve is no comfort where the run failed. */}
        {!(view.end && ['early', 'healthy'].includes(row.health.level)) && (
          <HealthLine health={row.health} heldOut={row.heldOut?.measure} />
        )}
        {row.unread > 0 && <p className="small soft">{t('train.reading')}</p>}
        {asked.failure && <FailureCard failure={asked.failure} />}
        {forget.failure && <FailureCard failure={forget.failure} />}
      </div>
      <Tabs
        className="page-tabs"
        value={shown}
        onChange={(next) =>
          go({ page: 'train', run: id, tab: tabs.find((name) => name === next) ?? 'curves' })
        }
      >
        <Tabs.List>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`train.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {shown === 'rollouts' ? (
        <RolloutsTab view={view} wantedStep={step} wantedGroup={group} />
      ) : (
        <div className="page-body stack">
          {shown === 'curves' ? (
            <CurvesTab view={view} runs={runs} />
          ) : (
            <AboutTab view={view} changed={asked.reload} />
          )}
        </div>
      )}
    </div>
  )
}
