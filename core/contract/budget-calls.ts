/** What the window can ask about budgets and a project's roles: name → what goes in, what comes out. */
import { z } from 'zod'
import { ROLES } from '../endpoint/role.ts'
import { roleChoiceSchema } from '../endpoint/role-settings.ts'
import type { ProjectRoles } from '../endpoint/role-table.ts'
import { budgetSchema } from '../job/budget.ts'
import type { ProjectBudget } from './budget-views.ts'
import { answers, id, nothing } from './call.ts'

export const budgetCalls = {
  'budget.project': answers<ProjectBudget>()(nothing),
  /** Caps from here on, for all jobs of the project together. */
  'budget.setProject': answers<ProjectBudget>()(budgetSchema),
  /** What the project says of roles in place of the table for all projects. */
  'roles.project': answers<ProjectRoles>()(nothing),
  /** Who plays a role in this project; null: whoever plays it in all projects. */
  'roles.setPlayers': answers<ProjectRoles>()(
    z.object({ role: z.enum(ROLES), endpoints: z.array(id).max(16).nullable() }),
  ),
  /** All settings of a role in this project; none: as in all projects. */
  'roles.setSettings': answers<ProjectRoles>()(z.object({ role: z.enum(ROLES), settings: roleChoiceSchema })),
} as const
