/** events.jsonl of a run: what its trainer says of itself. */
import { z } from 'zod'
import { isRecord, readLooseJson } from './loose-json.ts'

const step = z.number().int().min(0)
const place = { seq: z.number().int().min(0), at: z.string() }
const eventSchema = z.discriminatedUnion('type', [
  z.object({ ...place, type: z.literal('started'), attempt: z.number().int().min(0).default(1) }),
  z.object({ ...place, type: z.literal('checkpoint'), step, folder: z.string() }),
  z.object({
    ...place,
    type: z.literal('validation'),
    step,
    right: z.number().int().min(0),
    total: z.number().int().min(0),
  }),
  /** A supervised warm start: asked for (`steps` 0: the start needs none), and with `after` done. Prompts right of `total`. */
  z.object({
    ...place,
    type: z.literal('warmStart'),
    steps: step,
    before: z.number().int().min(0),
    after: z.number().int().min(0).exactOptional(),
    total: z.number().int().min(0),
  }),
  z.object({ ...place, type: z.literal('warmStep'), step, of: step, loss: z.number() }),
  z.object({ ...place, type: z.literal('stopping') }),
  z.object({ ...place, type: z.literal('stopped'), step }),
  z.object({ ...place, type: z.literal('done'), step }),
  z.object({
    ...place,
    type: z.literal('failed'),
    code: z.string(),
    /** For the sentence of its code. */
    values: z.record(z.string(), z.union([z.string(), z.number()])).exactOptional(),
    detail: z.string().default(''),
  }),
])
export type TrainingEvent = z.infer<typeof eventSchema>

/** @returns undefined for a torn line and for events that this version does not know */
export function readEventLine(line: string): TrainingEvent | undefined {
  const raw = readLooseJson(line)
  if (!isRecord(raw)) return undefined
  return eventSchema.safeParse(raw).data
}

export type RunState = 'running' | 'stopping' | 'stopped' | 'done' | 'failed' | 'interrupted' | 'unknown'

/** What says nothing of how the run stands. */
const ON_THE_WAY: ReadonlySet<string> = new Set(['checkpoint', 'validation', 'warmStart', 'warmStep'])

/**
 * What a run's events say of it. Whether its trainer still lives they cannot say.
 *
 * @param alive false where the caller knows that nobody trains; undefined where nobody knows
 */
export function stateOf(events: readonly TrainingEvent[], alive: boolean | undefined): RunState {
  const last = events.findLast(({ type }) => !ON_THE_WAY.has(type))
  switch (last?.type) {
    case 'started':
      return alive === false ? 'interrupted' : 'running'
    case 'stopping':
      return alive === false ? 'interrupted' : 'stopping'
    case 'stopped':
    case 'done':
    case 'failed':
      return last.type
    default:
      return 'unknown'
  }
}
