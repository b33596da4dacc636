/** The first run: six steps, each of which can be skipped and left, and what is kept of them between two starts. */
import { z } from 'zod'
import { typedEndpointSchema } from '../endpoint/endpoint-form.ts'

export const FIRST_RUN_STEPS = ['language', 'project', 'endpoint', 'host', 'tools', 'pilot'] as const
export type FirstRunStep = (typeof FIRST_RUN_STEPS)[number]

const step = z.enum(FIRST_RUN_STEPS)
const path = z.string().min(1).max(4096)

export const firstRunSchema = z.object({
  /** Shown now, in place of the pages. */
  open: z.boolean(),
  step,
  /** Steps that were passed over without an answer. */
  skipped: z.array(step).max(FIRST_RUN_STEPS.length).default([]),
  /** It was gone through to its end once. */
  finished: z.boolean().default(false),
  way: z.enum(['sample', 'own']).default('sample'),
  /** Typed name of a project that is not made yet, and the folder that it is to lie in. */
  name: z.string().max(120).default(''),
  parent: path.optional(),
  /** A model server plays; absent while nobody has said. Otherwise practice roles do. */
  server: z.boolean().optional(),
  /** The project of this first run, opened again when it goes on. */
  folder: path.optional(),
  /** Typed and not saved; the key is never among it. */
  endpoint: typedEndpointSchema.optional(),
  /** Tool files that were read and not saved. */
  tools: z
    .object({
      paths: z.array(path).min(1).max(1000),
      leaveOut: z.array(z.string().max(500)).max(100_000),
      name: z.string().max(120),
    })
    .optional(),
  /** Job of the pilot. */
  pilot: z.string().min(1).max(200).optional(),
})
export type FirstRun = z.infer<typeof firstRunSchema>

export const NEW_FIRST_RUN: FirstRun = {
  open: true,
  step: 'language',
  skipped: [],
  finished: false,
  way: 'sample',
  name: '',
}

/** The step `by` places further on; stays at either end. */
export function stepFrom(step: FirstRunStep, by: number): FirstRunStep {
  const at = FIRST_RUN_STEPS.indexOf(step) + by
  return FIRST_RUN_STEPS[Math.min(FIRST_RUN_STEPS.length - 1, Math.max(0, at))] ?? step
}

/** What changes when a step is answered or passed over: an answer given later takes it from those passed over. */
export function leaveStep(state: FirstRun, answered: boolean): Pick<FirstRun, 'step' | 'skipped'> {
  const others = state.skipped.filter((one) => one !== state.step)
  return {
    step: stepFrom(state.step, 1),
    skipped: answered ? others : [...others, state.step],
  }
}
