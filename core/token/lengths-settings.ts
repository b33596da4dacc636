import { z } from 'zod'
import { playerSchema } from '../round/round-settings.ts'
import { hostStartSchema, LAYOUTS } from '../training/host-training.ts'
import { COUNT_WAYS } from './counter.ts'

/**
 * Who reads the prompts: a player, or a model that lies on a host and is trained there; its prompts are counted by the
 * files beside it.
 */
export const readerSchema = z.discriminatedUnion('kind', [
  ...playerSchema.options,
  z.object({
    kind: z.literal('onHost'),
    host: z.string().min(1).max(200),
    start: hostStartSchema,
    layout: z.enum(LAYOUTS).default('release'),
  }),
])
export type Reader = z.infer<typeof readerSchema>

/** Counting the prompts of a dataset as a policy reads them. */
export const lengthsSettingsSchema = z.object({
  dataset: z.string().min(1),
  policy: readerSchema,
  /** How it was counted when it began: another tokenizer means to count again. */
  counter: z.string().default(''),
})
export type LengthsSettings = z.infer<typeof lengthsSettingsSchema>

/** A step of the job: counts of some samples, in the dataset's order. */
export const countedStepSchema = z.object({
  way: z.enum(COUNT_WAYS),
  counted: z.array(z.tuple([z.string(), z.number().int().min(0)])),
})
export type CountedStep = z.infer<typeof countedStepSchema>
