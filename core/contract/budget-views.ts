/** What the window sees of budgets and of a project's roles. Plain data only. */
import type { Spent } from '../job/budget.ts'
import type { Budget } from '../job/job.ts'

/** A project's caps and what counts against them. */
export interface ProjectBudget {
  readonly budget: Budget
  /** All jobs together; running time is added up. */
  readonly spent: Spent
}
