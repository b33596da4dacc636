/** What is found in a host's jobs folder, whoever started it, as `resources/host/work.py` tells of it. */
import { z } from 'zod'
import { nameSchema } from './place.ts'

const count = z.number().int().min(0)
export const WORK_KINDS = ['training', 'setUp', 'other'] as const

/** A line of type `work`. */
export const workEventSchema = z.object({
  type: z.literal('work'),
  id: nameSchema,
  kind: z.enum(WORK_KINDS),
  title: z.string().max(1000).default(''),
  state: z.enum(['none', 'running', 'ended']),
  /** Of the latest attempt; null while it runs, and where nobody wrote it down. */
  code: z.number().int().nullable().default(null),
  rebooted: z.boolean().default(false),
  /** Type of the last word in its events. */
  word: z.string().max(100).nullable().default(null),
  step: count.nullable().default(null),
  steps: count.nullable().default(null),
  bytes: count,
  /** When something of it was last written; ISO 8601. */
  at: z.string(),
  /** Names of the computer and the project that started it. */
  from: z
    .object({ computer: z.string().max(300), project: z.string().max(300) })
    .nullable()
    .default(null),
})
export type WorkEvent = z.infer<typeof workEventSchema>

export type WorkState = 'running' | 'done' | 'stopped' | 'failed' | 'killed' | 'rebooted' | 'waiting'

export interface FoundWork extends Omit<WorkEvent, 'type' | 'word' | 'rebooted' | 'state'> {
  readonly state: WorkState
  /** A job of the project that is open. */
  readonly mine: boolean
}

const SIGNAL = 128
const STOPPED = 3

/** What a program's end, as far as it was written down, comes to. */
export function workStateOf({
  state,
  code,
  rebooted,
  word,
}: Pick<WorkEvent, 'state' | 'code' | 'rebooted' | 'word'>): WorkState {
  if (state === 'running') return 'running'
  if (state === 'none') return 'waiting'
  if (word === 'done' && code === 0) return 'done'
  if (word === 'failed') return 'failed'
  if (rebooted) return 'rebooted'
  if (code === STOPPED) return 'stopped'
  if (code === 0) return 'done'
  return code === null || code > SIGNAL ? 'killed' : 'failed'
}
