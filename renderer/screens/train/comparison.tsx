import { Button, Tabs } from '@mantine/core'
import { IconListCheck } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRow } from '#core/contract/training-views.ts'
import { whoIsAhead } from '#core/training/ahead.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useCurves } from '../../store/curves.ts'
import { AheadLine } from './ahead-line.tsx'
import { type ComparedRun, comparedRuns } from './compared-runs.ts'
import { ComparisonCurves } from './comparison-curves.tsx'
import { SettingTable } from './setting-table.tsx'
import { useRunPoints } from './use-run-points.ts'
import { useSettingRows } from './use-setting-rows.ts'

const TABS = ['curves', 'settings'] as const

/** The runs that were ticked, side by side: who is ahead, their curves, and in what settings they differ. */
export function Comparison({ runs }: { readonly runs: readonly RunRow[] }) {
  const { t } = useTranslation()
  const { compared, baseline, put } = useCurves()
  const chosen = comparedRuns(runs, compared, baseline)
  if (chosen.length < 2)
    return (
      <div className="middle-column">
        <PageHeader title={t('compare.title')} />
        <EmptyState
          icon={<IconListCheck size={40} stroke={1.3} />}
          title={t('compare.few')}
          text={t('compare.fewText')}
        />
      </div>
    )
  return (
    <div className="middle-column">
      <PageHeader title={t('compare.titleOf', { count: chosen.length })}>
        <Button size="xs" variant="default" onClick={() => put({ compared: [], baseline: undefined })}>
          {t('compare.clear')}
        </Button>
      </PageHeader>
      <SideBySide chosen={chosen} runs={runs} />
    </div>
  )
}

function SideBySide({
  chosen,
  runs,
}: {
  readonly chosen: readonly ComparedRun[]
  readonly runs: readonly RunRow[]
}) {
  const { t } = useTranslation()
  const [tab, setTab] = useState<(typeof TABS)[number]>('curves')
  const points = useRunPoints(chosen.map(({ row }) => [{ id: row.id, before: 0 }]))
  const settings = useSettingRows(chosen, runs)
  const baseline = chosen.findIndex((run) => run.baseline)
  const ahead = useMemo(
    () =>
      whoIsAhead(
        points.map(({ series }) => series),
        baseline,
      ),
    [points.map(({ era, version }) => `${era} ${version}`).join(), baseline],
  )
  const failure = points.find((one) => one.failure)?.failure ?? settings.failure
  return (
    <>
      <div className="run-health">
        <AheadLine ahead={ahead} chosen={chosen} loading={points.some(({ loading }) => loading)} />
        {failure && <FailureCard failure={failure} />}
      </div>
      <Tabs
        className="page-tabs"
        value={tab}
        onChange={(next) => setTab(TABS.find((name) => name === next) ?? 'curves')}
      >
        <Tabs.List>
          <Tabs.Tab value="curves">{t('compare.tab.curves')}</Tabs.Tab>
          <Tabs.Tab value="settings">
            {t('compare.tab.settings')}
            {settings.rows && <span className="num soft"> {settings.rows.length}</span>}
          </Tabs.Tab>
        </Tabs.List>
      </Tabs>
      {tab === 'curves' ? (
        <div className="page-body stack">
          <ComparisonCurves chosen={chosen} points={points} />
        </div>
      ) : (
        <SettingTable chosen={chosen} rows={settings.rows} />
      )}
    </>
  )
}
