import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CAPS, type Cap } from '#core/job/budget.ts'
import type { Budget } from '#core/job/job.ts'

interface Props {
  readonly budget: Budget
  readonly size?: 'xs' | 'sm'
  /** Default: all of them. */
  readonly caps?: readonly Cap[]
  onBudget(budget: Budget): void
}

const HOUR = 3600

/** Caps as a user types them: tokens, money, hours; empty is none. */
export function BudgetFields({ budget, size = 'sm', caps = CAPS, onBudget }: Props) {
  const { t } = useTranslation()
  const set = (cap: Cap, value: number) => {
    const { [cap]: _, ...rest } = budget
    onBudget(value > 0 ? { ...rest, [cap]: cap === 'seconds' ? Math.round(value * HOUR) : value } : rest)
  }
  return caps.map((cap) => {
    const value = budget[cap]
    return (
      <NumberInput
        key={cap}
        size={size}
        w={size === 'xs' ? 150 : 180}
        label={t(`budget.cap.${cap}`)}
        placeholder={t('budget.none')}
        min={0}
        allowDecimal={cap !== 'tokens'}
        decimalScale={cap === 'seconds' ? 3 : 2}
        thousandSeparator=","
        hideControls
        value={value === undefined ? '' : cap === 'seconds' ? Number((value / HOUR).toFixed(3)) : value}
        onChange={(typed) => set(cap, Number(typed) || 0)}
      />
    )
  })
}
