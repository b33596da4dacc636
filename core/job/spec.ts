/** A job's spec read back from disk, whichever version wrote it. */
import { z } from 'zod'
import { ROLES } from '../endpoint/role.ts'
import { roleSettingsTableSchema } from '../endpoint/role-settings.ts'
import { promptMarksSchema } from '../prompt/mark.ts'
import { budgetSchema } from './budget.ts'
import type { JobSpec } from './job.ts'
import { pilotSchema } from './pilot.ts'

const player = z.object({
  endpoint: z.string(),
  model: z.string(),
  scripted: z.boolean(),
  accuracy: z.number().exactOptional(),
})
/** A role once had a single player, and stands as such in specs of that time. */
const players = z.union([player.transform((one) => [one]), z.array(player)])

const specSchema = z.object({
  id: z.string(),
  kind: z.string(),
  kindVersion: z.number(),
  title: z.string(),
  inputs: z.record(z.string(), z.string()),
  prompts: promptMarksSchema,
  roles: z.partialRecord(z.enum(ROLES), players),
  parent: z.string().exactOptional(),
  settings: z.unknown(),
  seed: z.number(),
  budget: budgetSchema,
  pilot: pilotSchema.exactOptional(),
  sampling: roleSettingsTableSchema.exactOptional(),
  concurrency: z.number(),
  appVersion: z.string(),
  createdAt: z.string(),
})

/** @throws z.ZodError */
export const decodeSpec = (raw: unknown): JobSpec => specSchema.parse(raw)
