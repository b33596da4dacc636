/** Settings of a job of kind `fetch`: it brings a checkpoint of a run from its host into the project. */
import { z } from 'zod'
import { checkpointSchema } from './recipe.ts'

export const fetchSettingsSchema = checkpointSchema.extend({
  /** Also what only a trainer needs to go on; often twice the model. */
  optimizer: z.boolean().default(false),
})
export type FetchSettings = z.infer<typeof fetchSettingsSchema>
