/** run.json: what a run is. Written once by whoever trains. */
import { z } from 'zod'

/** Of a step's checkpoint, below the run's folder. */
export const checkpointFolder = (step: number): string => `checkpoints/step-${step}`

export const TRAINERS = ['nano', 'trl', 'verl'] as const
export type Trainer = (typeof TRAINERS)[number]

const runSchema = z.object({
  format: z.literal(1),
  id: z.string().min(1).max(200),
  trainer: z.enum(TRAINERS),
  title: z.string().max(500),
  /** Id of the dataset that is trained on. */
  dataset: z.string().max(200),
  round: z.number().int().min(0).nullish(),
  start: z.object({ checkpoint: z.string().max(4096).default('base') }).default({ checkpoint: 'base' }),
  steps: z.number().int().min(0),
  settings: z.record(z.string(), z.unknown()).default({}),
})
export type Run = z.infer<typeof runSchema>

/** @throws z.ZodError where it is no run of a format known here */
export const decodeRun = (raw: unknown): Run => runSchema.parse(raw)
