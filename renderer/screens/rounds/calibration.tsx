import { Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalibrationView as Calibrated } from '#core/contract/round-views.ts'
import { isFinished } from '#core/job/fold.ts'
import { useCall } from '../../bridge/use-call.ts'
import { useCalmPush } from '../../bridge/use-push.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Pace } from '../../parts/pace.tsx'
import { PracticeBadge } from '../../parts/practice-badge.tsx'
import { JobStateBadge } from '../../parts/state-badge.tsx'
import { useFormat } from '../../words/format.ts'
import { CalibrationForm } from './calibration-form.tsx'
import { CalibrationReportView } from './calibration-report.tsx'

const CALM_MS = 800

/** Judges measured on planted cases, before money is spent on verdicts. */
export function CalibrationView() {
  const { t } = useTranslation()
  const format = useFormat()
  const list = useCall('calibrate.list', undefined)
  const [wanted, setWanted] = useState<string>()
  useCalmPush('job.changed', (job) => job.spec.kind === 'calibrate', CALM_MS, list.reload)
  const chosen = list.data?.find(({ job }) => job.spec.id === wanted) ?? list.data?.[0]
  return (
    <div className="page-body">
      <div className="calibration">
        <CalibrationForm
          started={(id) => {
            setWanted(id)
            list.reload()
          }}
        />
        <div className="stack grow">
          {list.failure && <FailureCard failure={list.failure} />}
          {!list.data && list.loading && <Loading />}
          {list.data?.length === 0 && (
            <div className="sunken stack tight">
              <h2>{t('rounds.judges.empty')}</h2>
              <p className="soft prose">{t('rounds.judges.emptyText')}</p>
            </div>
          )}
          {list.data && list.data.length > 1 && (
            <Select
              size="xs"
              maw={420}
              label={t('rounds.judges.which')}
              value={chosen?.job.spec.id ?? null}
              data={list.data.map(({ job }) => ({
                value: job.spec.id,
                label: `${job.spec.title} · ${format.time(job.spec.createdAt)}`,
              }))}
              onChange={(id) => setWanted(id ?? undefined)}
            />
          )}
          {chosen && <Chosen one={chosen} />}
        </div>
      </div>
    </div>
  )
}

function Chosen({ one }: { readonly one: Calibrated }) {
  const { t } = useTranslation()
  const { job, report, scripted } = one
  return (
    <>
      <div className="row wrap">
        <JobStateBadge state={job.state.name} />
        <span className="num soft">
          {t('rounds.doneOf', { done: job.counts.planned - job.counts.waiting, total: job.counts.planned })}
        </span>
        <Pace job={job} />
        {scripted && <PracticeBadge />}
      </div>
      {report.cases === 0 ? (
        <p className="soft">{t(isFinished(job.state) ? 'rounds.judges.noCases' : 'rounds.judges.soon')}</p>
      ) : (
        <CalibrationReportView report={report} />
      )}
    </>
  )
}
