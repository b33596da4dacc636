/** Settings of a job of kind `train` that runs on a host, with the host kit's trainer (resources/host/train_trl.py). */
import { z } from 'zod'

const whole = (low: number, high: number) => z.number().int().min(low).max(high)
const id = z.string().min(1).max(200)
/** On the host: in full, or relative to the user's home there. */
const place = z.string().min(1).max(4096)

export const hostTrainingSchema = z.object({
  dataset: id,
  round: whole(1, 1000).exactOptional(),
  /** Probe of the start's own answers, several a sample. */
  probe: id.exactOptional(),
  /** The host it runs on. */
  host: id,
  /** Python of an environment there. */
  python: place,
  /** Folder of the model that training starts from. */
  model: place,
  /** Layout of the prompts: `small` for models of the small policy's kind. */
  layout: z.enum(['release', 'small']).default('release'),
  steps: whole(1, 100_000),
  seed: whole(0, 2147483647).default(1),
  /** Most held-out samples of a validation; 0: none. */
  validateOn: whole(0, 100_000).default(100),
  /** What else the trainer's config says, by its own names: `trl`, `lora`, `reward`, `mix`, `checkpointEvery`, … */
  config: z.record(z.string(), z.unknown()).default({}),
})
export type HostTraining = z.infer<typeof hostTrainingSchema>

/** Whether a train job's stored settings are those of a training on a host. */
export const isHostTraining = (raw: unknown): boolean =>
  typeof raw === 'object' && raw !== null && 'host' in raw
