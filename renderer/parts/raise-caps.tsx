import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { budgetReached, raised, type Spent } from '#core/job/budget.ts'
import type { Budget, PilotEstimate } from '#core/job/job.ts'
import { useAmount } from '../words/amount.ts'
import { ActionButton } from './action-button.tsx'
import { BudgetFields } from './budget-fields.tsx'

interface Props {
  /** Whose caps, in words. */
  readonly name: string
  readonly budget: Budget
  readonly spent: Spent
  /** What the job's pilot said. */
  readonly estimate?: PilotEstimate | undefined
  readonly busy: boolean
  raise(budget: Budget): void
}

/** A reached cap, with as much again offered; pressing goes on. */
export function RaiseCaps({ name, budget, spent, estimate, busy, raise }: Props) {
  const { t } = useTranslation()
  const amount = useAmount()
  const [typed, setTyped] = useState<Budget>(() => raised(budget, spent, estimate))
  const still = budgetReached('job', typed, spent)
  return (
    <section className="card warn stack tight" aria-label={t('budget.raise')}>
      <div className="row wrap bottom">
        <BudgetFields size="xs" budget={typed} onBudget={setTyped} />
        <ActionButton
          size="xs"
          label={t('budget.raise')}
          why={still && t('budget.raiseWhy', { used: amount(still.cap, still.used) })}
          busy={busy}
          onClick={() => raise(typed)}
        />
      </div>
      <span className="small soft">{t('budget.raiseText', { name })}</span>
    </section>
  )
}
