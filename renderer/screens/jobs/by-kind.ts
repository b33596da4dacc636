import { type Spent, spentBy } from '#core/job/budget.ts'
import type { JobView } from '#core/job/view.ts'

export interface KindSpent {
  readonly kind: string
  readonly jobs: number
  readonly spent: Spent
}

const NOTHING: Spent = { read: 0, written: 0, estimated: 0, money: 0, priced: 0, ms: 0 }

const plus = (a: Spent, b: Spent): Spent => ({
  read: a.read + b.read,
  written: a.written + b.written,
  estimated: a.estimated + b.estimated,
  money: a.money + b.money,
  priced: a.priced + b.priced,
  ms: a.ms + b.ms,
})

/** What jobs of each kind have spent, dearest first. A round spends what its stages spend, and is not counted beside them. */
export function spentByKind(jobs: readonly JobView[], now: string): KindSpent[] {
  const kinds = new Map<string, KindSpent>()
  for (const job of jobs) {
    const { kind } = job.spec
    if (kind === 'round') continue
    const known = kinds.get(kind) ?? { kind, jobs: 0, spent: NOTHING }
    kinds.set(kind, { kind, jobs: known.jobs + 1, spent: plus(known.spent, spentBy(job, now)) })
  }
  const weight = ({ spent }: KindSpent): number => spent.read + spent.written
  return [...kinds.values()].sort((a, b) => weight(b) - weight(a) || b.spent.ms - a.spent.ms)
}
