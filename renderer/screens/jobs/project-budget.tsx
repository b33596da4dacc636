import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectBudget } from '#core/contract/budget-views.ts'
import { tokensOf } from '#core/job/budget.ts'
import type { Budget } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { useCalmPush } from '../../bridge/use-push.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { BudgetFields } from '../../parts/budget-fields.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { SpentMeter } from '../../parts/spent-meter.tsx'
import { useAmount } from '../../words/amount.ts'
import { useFormat } from '../../words/format.ts'
import { spentByKind } from './by-kind.ts'

const CALM_MS = 1000

/** Caps over all jobs of the project, and where what was spent went. */
export function ProjectBudgetView({ jobs }: { readonly jobs: readonly JobView[] }) {
  const { t } = useTranslation()
  const budget = useCall('budget.project', undefined)
  useCalmPush('job.changed', () => true, CALM_MS, budget.reload)
  return (
    <div className="middle-column">
      <PageHeader title={t('budget.project.title')} lead={t('budget.project.lead')} />
      <div className="page-body stack wide">
        {budget.failure && <FailureCard failure={budget.failure} />}
        {!budget.data && budget.loading && <Loading />}
        {budget.data && <Caps project={budget.data} changed={budget.reload} />}
        <ByKind jobs={jobs} />
      </div>
    </div>
  )
}

function Caps({ project, changed }: { readonly project: ProjectBudget; changed(): void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<Budget>(project.budget)
  const save = useAct(() => call('budget.setProject', typed).then(changed))
  const same = JSON.stringify(typed) === JSON.stringify(project.budget)
  return (
    <section className="card stack">
      <SpentMeter budget={project.budget} spent={project.spent} />
      <h2>{t('budget.project.caps')}</h2>
      <div className="row wrap bottom">
        <BudgetFields budget={typed} onBudget={setTyped} />
        <ActionButton
          label={t('budget.project.save')}
          why={same ? t('budget.project.saved') : undefined}
          busy={save.busy}
          onClick={() => void save.run()}
        />
      </div>
      <p className="soft small prose">{t('budget.project.capsText')}</p>
      {save.failure && <FailureCard failure={save.failure} />}
    </section>
  )
}

function ByKind({ jobs }: { readonly jobs: readonly JobView[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const amount = useAmount()
  const rows = spentByKind(jobs, new Date().toISOString())
  return (
    <section className="card stack">
      <h2>{t('budget.project.byKind')}</h2>
      {rows.length === 0 ? (
        <p className="soft">{t('budget.project.nothing')}</p>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('budget.project.kind')}</th>
              <th scope="col" className="right">
                {t('budget.project.jobs')}
              </th>
              <th scope="col" className="right">
                {t('budget.used.tokens')}
              </th>
              <th scope="col" className="right">
                {t('budget.used.money')}
              </th>
              <th scope="col" className="right">
                {t('budget.used.seconds')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ kind, jobs: count, spent }) => (
              <tr key={kind}>
                <th scope="row">{t(`job.kind.${kind as 'probe'}`, { defaultValue: kind })}</th>
                <td className="num right">{format.number(count)}</td>
                <td className="num right">{amount('tokens', tokensOf(spent))}</td>
                <td className="num right">
                  {tokensOf(spent) > 0 && spent.priced === 0
                    ? t('budget.unpriced')
                    : amount('money', spent.money)}
                </td>
                <td className="num right">{amount('seconds', spent.ms / 1000)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
