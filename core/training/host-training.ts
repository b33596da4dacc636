/** Settings of a job of kind `train` that runs on a host, with the host kit's trainer (resources/host/train_trl.py). */
import { z } from 'zod'
import { checkpointName, checkpointSchema } from './recipe.ts'
import { checkpointFolder } from './run.ts'
import { type TrlConfig, trlConfig, trlRecipeSchema } from './trl-recipe.ts'

const whole = (low: number, high: number) => z.number().int().min(low).max(high)
const id = z.string().min(1).max(200)
/** On the host: in full, or relative to the user's home there. */
const place = z.string().min(1).max(4096)

/** What training starts from: a model's folder on the host, or a checkpoint of an earlier run of this project. */
export const hostStartSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('model'), folder: place }),
  checkpointSchema.extend({ kind: z.literal('checkpoint') }),
])
export type HostStart = z.infer<typeof hostStartSchema>

/** Of the prompts: `small` for models of the small policy's kind. */
export const LAYOUTS = ['release', 'small'] as const
export type Layout = (typeof LAYOUTS)[number]

export const DEVICES = ['auto', 'cpu', 'cuda'] as const

export const hostTrainingSchema = z.object({
  dataset: id,
  round: whole(1, 1000).exactOptional(),
  /** Probe of the start's own answers, several a sample. */
  probe: id.exactOptional(),
  /** The host it runs on. */
  host: id,
  /** Python of an environment there. */
  python: place,
  start: hostStartSchema,
  layout: z.enum(LAYOUTS).default('release'),
  recipe: trlRecipeSchema.prefault({}),
  seed: whole(0, 2147483647).default(1),
  device: z.enum(DEVICES).default('auto'),
  /** As nvidia-smi numbers them; absent: the one with most free memory. */
  gpu: whole(0, 1023).exactOptional(),
  /** Of the CPU; absent: as torch chooses. */
  threads: whole(1, 1024).exactOptional(),
  /** Prompts above the recipe's limit are left out, as the user chose; otherwise they make the training fail. */
  leaveOutLong: z.boolean().default(false),
  /** It is done once its last checkpoint is in the project too: what comes after it is played here. */
  fetchLast: z.literal(true).exactOptional(),
})
export type HostTraining = z.infer<typeof hostTrainingSchema>

/** Whether a train job's stored settings are those of a training on a host. */
export const isHostTraining = (raw: unknown): raw is { readonly host: unknown } =>
  typeof raw === 'object' && raw !== null && 'host' in raw

/** A start in one word: the model's folder, or `RUN:STEP`. */
export const startName = (start: HostStart): string =>
  start.kind === 'model' ? start.folder : checkpointName(start)

/** As run.json names it: the model's folder, or the checkpoint's below the project. */
export const startPlace = (start: HostStart): string =>
  start.kind === 'model' ? start.folder : `runs/${start.run}/${checkpointFolder(start.step)}`

/** What the trainer's config says beside places, by its own names. */
export type HostTrainerConfig = TrlConfig &
  Pick<HostTraining, 'seed' | 'device' | 'gpu' | 'threads' | 'leaveOutLong'>

export function hostTrainerConfig(settings: HostTraining): HostTrainerConfig {
  const { recipe, seed, device, gpu, threads, leaveOutLong } = settings
  return {
    ...trlConfig(recipe),
    ...{ seed, device, leaveOutLong },
    ...(gpu === undefined ? {} : { gpu }),
    ...(threads === undefined ? {} : { threads }),
  }
}
