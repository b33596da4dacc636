/** A training being set up, as a project keeps it: leaving the page or the program loses nothing of it. */
import { z } from 'zod'
import { DEVICES, type HostStart, type HostTraining, LAYOUTS } from './host-training.ts'
import { BASE, readCheckpointName, recipeSchema } from './recipe.ts'
import { presetRecipe, TRL_PRESETS, trlRecipeSchema } from './trl-recipe.ts'

export const TRAIN_STEPS = ['where', 'data', 'start', 'recipe', 'check'] as const
export type TrainStep = (typeof TRAIN_STEPS)[number]

const id = z.string().min(1).max(200)
const typed = z.string().max(4096).default('')
const name = z.string().max(120).default('')

/**
 * A shape whose fields have usual values, of which each is kept that can be kept: one number that is out of range must
 * not lose the others.
 */
const forgiving = <Shape extends z.ZodType>(shape: Shape) =>
  z
    .unknown()
    .transform((raw): z.output<Shape> => {
      const read = shape.safeParse(raw)
      if (read.success) return read.data
      const wrong = new Set(read.error.issues.flatMap(fieldsOf))
      const rest = Object.entries(typeof raw === 'object' && raw !== null ? raw : {})
      const sound = Object.fromEntries(rest.filter(([field]) => !wrong.has(field)))
      return shape.safeParse(sound).data ?? shape.parse({})
    })
    .prefault({})

/** The fields that an issue is about: those that are unknown, or the one that is out of range. */
const fieldsOf = (issue: z.core.$ZodIssue): readonly PropertyKey[] =>
  issue.code === 'unrecognized_keys' ? issue.keys : issue.path.slice(0, 1)

export const trainDraftSchema = z.object({
  step: z.enum(TRAIN_STEPS).default('where'),
  title: name,
  /** Absent: the latest that can tell whether it learns. */
  dataset: id.optional(),
  /** Job of a probe of the start. */
  probe: id.optional(),
  seed: z.number().int().min(0).max(2147483647).default(1),
  /** Where TRL trains; absent: this program trains its own small policy. */
  host: id.optional(),
  /** The small policy's: `base` or `RUN:STEP`, and how it is trained. */
  start: z.string().max(400).default(BASE),
  recipe: forgiving(recipeSchema),
  /** On the host: Python of an environment, and the folder of a model. */
  python: typed,
  model: typed,
  layout: z.enum(LAYOUTS).default('release'),
  /** Checkpoint of an earlier training there, in place of the model; `RUN:STEP`. */
  checkpoint: z.string().max(400).optional(),
  device: z.enum(DEVICES).default('auto'),
  /** As nvidia-smi numbers them; absent: the one with most free memory. */
  gpu: z.number().int().min(0).max(1023).optional(),
  preset: z.enum(TRL_PRESETS).default('smallGpuLora'),
  trl: forgiving(trlRecipeSchema),
  /** The recipe that another preset took the place of, until the next one does. */
  before: z.object({ preset: z.enum(TRL_PRESETS), trl: forgiving(trlRecipeSchema) }).optional(),
  /** Prompts above the limit are left out, knowingly. */
  leaveOutLong: z.boolean().default(false),
})
export type TrainDraft = z.infer<typeof trainDraftSchema>

export const NEW_TRAINING: TrainDraft = trainDraftSchema.parse({
  recipe: {},
  trl: presetRecipe('smallGpuLora'),
})

/** The small policy has nothing to check on a machine: it is this one. */
export const stepsOf = ({ host }: Pick<TrainDraft, 'host'>): readonly TrainStep[] =>
  host === undefined ? TRAIN_STEPS.filter((step) => step !== 'check') : TRAIN_STEPS

/** Settings as they are sent, of a draft with a host whose fields are filled in. */
export function hostTrainingOf(
  draft: TrainDraft,
  wish: Pick<HostTraining, 'dataset' | 'host' | 'probe'>,
): HostTraining {
  const { python, layout, trl, seed, device, gpu, leaveOutLong } = draft
  return {
    ...wish,
    ...{ python: python.trim(), start: hostStartOf(draft), layout, recipe: trl, seed, device, leaveOutLong },
    ...(gpu === undefined || device === 'cpu' ? {} : { gpu }),
  }
}

/** The checkpoint that is chosen, or the model's folder. */
export function hostStartOf({ checkpoint, model }: Pick<TrainDraft, 'checkpoint' | 'model'>): HostStart {
  const start = checkpoint === undefined ? undefined : readCheckpointName(checkpoint)
  return start === undefined || start === BASE
    ? { kind: 'model', folder: model.trim() }
    : { kind: 'checkpoint', ...start }
}
