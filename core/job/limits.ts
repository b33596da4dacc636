/** What limits a job, as those who start one say it. */
import { z } from 'zod'
import { budgetSchema } from './budget.ts'
import { pilotSchema } from './pilot.ts'

export const limitShape = { budget: budgetSchema.default({}), pilot: pilotSchema.exactOptional() }

export const limitsSchema = z.object(limitShape)
export type Limits = z.infer<typeof limitsSchema>
