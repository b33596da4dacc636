/** Caps and pilots on the command line. */

import type { ProjectBudget } from '#core/contract/budget-views.ts'
import { tokensOf } from '#core/job/budget.ts'
import type { Budget, Interval, Pilot, PilotEstimate } from '#core/job/job.ts'
import { USUAL_PILOT } from '#core/job/pilot.ts'
import type { Arguments } from './arguments.ts'

export const BUDGET_OPTIONS = {
  tokens: { type: 'string' },
  money: { type: 'string' },
  hours: { type: 'string' },
} as const
export const LIMIT_OPTIONS = { ...BUDGET_OPTIONS, pilot: { type: 'string' } } as const

/** @throws UsageError */
export function budgetOf(given: Arguments): Budget {
  const [tokens, money, hours] = [
    given.whole('tokens', 1, 1e12),
    given.amount('money', 1e9),
    given.amount('hours', 1e6),
  ]
  return {
    ...(tokens === undefined ? {} : { tokens }),
    ...(money === undefined ? {} : { money }),
    ...(hours === undefined ? {} : { seconds: hours * 3600 }),
  }
}

/** @throws UsageError */
export function limitsOf(given: Arguments): { readonly budget: Budget; readonly pilot?: Pilot } {
  const items = given.whole('pilot', 5, 500)
  return { budget: budgetOf(given), ...(items === undefined ? {} : { pilot: { ...USUAL_PILOT, items } }) }
}

const count = (value: number): string => Math.round(value).toLocaleString('en')
const between = ([low, high]: Interval, say: (value: number) => string): string =>
  `${say(low)} to ${say(high)}`

const minutes = (seconds: number): string =>
  seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`

/** What a pilot found, and how to go on. */
export function sayEstimate({ items, of, tokens, money, seconds }: PilotEstimate): string {
  const cost = money === undefined ? '' : `, ${between(money, (value) => value.toFixed(2))} in money`
  return (
    `pilot: ${items} of ${of} items are done and kept. All ${of} are going to take ${between(tokens, count)} tokens` +
    `${cost} and ${between(seconds, minutes)}; 9 of 10 such estimates hold. Call the same verb again to go on.`
  )
}

export function sayBudget({ budget, spent }: ProjectBudget): string {
  const line = (used: string, cap: string | undefined, unit: string): string =>
    `${used} ${unit}${cap === undefined ? ', no cap' : ` of ${cap}`}`
  const hours = (seconds: number): string => (seconds / 3600).toFixed(2)
  const { tokens, money, seconds } = budget
  return [
    line(count(tokensOf(spent)), tokens === undefined ? undefined : count(tokens), 'tokens'),
    line(spent.money.toFixed(2), money?.toFixed(2), 'money'),
    line(hours(spent.ms / 1000), seconds === undefined ? undefined : hours(seconds), 'hours'),
  ].join('\n')
}
