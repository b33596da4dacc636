/** Lines of the events.jsonl that a set-up writes on its host. */
import { z } from 'zod'
import type { Failure } from '../failure/failure.ts'
import { environmentEventSchema } from './environment.ts'
import { modelEventSchema } from './host-model.ts'
import { readKitFailure } from './kit-event.ts'
import { SET_UP_PHASES } from './set-up.ts'

const count = z.number().int().min(0)
const progressSchema = z.object({
  type: z.literal('progress'),
  phase: z.enum(SET_UP_PHASES),
  bytes: count.exactOptional(),
  of: count.exactOptional(),
})

export type SetUpEvent =
  | { readonly is: 'started' }
  | { readonly is: 'done' }
  | ({ readonly is: 'progress' } & Omit<z.infer<typeof progressSchema>, 'type'>)
  /** What came of it: the Python of an environment, or the folder of a model. */
  | { readonly is: 'made'; readonly place: string; readonly bytes: number }
  | { readonly is: 'failed'; readonly failure: Failure }

const lastSchema = z.object({ type: z.enum(['started', 'done']) })

/** @returns undefined for a torn line and for events that this version does not know */
export function readSetUpEvent(line: string): SetUpEvent | undefined {
  const raw = readJson(line)
  const word = lastSchema.safeParse(raw).data
  if (word) return word.type === 'done' ? { is: 'done' } : { is: 'started' }
  const progress = progressSchema.safeParse(raw).data
  if (progress) {
    const { type: _, ...told } = progress
    return { is: 'progress', ...told }
  }
  const failure = readKitFailure(raw)
  if (failure) return { is: 'failed', failure }
  const environment = environmentEventSchema.safeParse(raw).data
  if (environment) return { is: 'made', place: environment.python, bytes: environment.bytes }
  const model = modelEventSchema.safeParse(raw).data
  return model && { is: 'made', place: model.folder, bytes: model.bytes }
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
