import { z } from 'zod'
import { sampleSchema } from './decode.ts'

/** Settings of a collect job: one sample by hand, added behind those of a dataset. */
export const collectSettingsSchema = z.object({
  name: z.string().trim().min(1).max(120),
  /** Dataset that it goes on from; its split stays as it is. */
  base: z.string().min(1).max(200).exactOptional(),
  sample: sampleSchema,
})
export type CollectSettings = z.infer<typeof collectSettingsSchema>
