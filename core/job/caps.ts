/** All the caps over a job: its own, those of the round that it is a stage of, and the project's. */
import { budgetReached, CAPS, type CapOwner, type Reached, roomLeft, type Spent } from './budget.ts'
import type { Budget } from './job.ts'

/** Caps with what counts against them. */
export interface HeldCaps {
  readonly owner: CapOwner
  readonly budget: Budget
  readonly spent: Spent
}

/** What holds a job that asks no model. */
export const timeOnly = (caps: HeldCaps): HeldCaps => {
  const { seconds } = caps.budget
  return { ...caps, budget: seconds === undefined ? {} : { seconds } }
}

export function firstReached(all: readonly HeldCaps[]): Reached | undefined {
  for (const { owner, budget, spent } of all) {
    const reached = budgetReached(owner, budget, spent)
    if (reached !== undefined) return reached
  }
  return undefined
}

/** What all of them leave; absent where nobody has a cap. */
export function leastRoom(all: readonly HeldCaps[]): Budget {
  const rooms = all.map(({ budget, spent }) => roomLeft(budget, spent))
  const least = CAPS.flatMap((cap) => {
    const left = rooms.flatMap((room) => room[cap] ?? [])
    return left.length === 0 ? [] : [[cap, Math.min(...left)] as const]
  })
  return Object.fromEntries(least)
}
