import { z } from 'zod'
import { Failure } from '../failure/failure.ts'

/** Why a sample is taken out of a dataset. Counted and shown by these codes. */
export const FILTER_RULES = [
  /** An accepted answer without words and without calls. */
  'emptyLabel',
  'unknownTool',
  /** A call breaks its tool's schema. */
  'schema',
  /** A call holds an identifier that nobody said. */
  'ungrounded',
  /** A call holds any value that a rule cannot find in the dialog; more than `ungrounded`, and less sure. */
  'ungroundedStrict',
  /** The rendered prompt is longer than wanted. */
  'tooLong',
  /** The same case stands in the dataset already. */
  'duplicate',
  /** The same prompt stands in the dataset already with another label. */
  'conflict',
  'nearDuplicate',
  /** It is held out for evaluation, or nearly is. */
  'heldOut',
] as const
export type FilterRule = (typeof FILTER_RULES)[number]

export const DEFAULT_RULES = [
  'emptyLabel',
  'unknownTool',
  'schema',
  'ungrounded',
  'duplicate',
  'heldOut',
] as const satisfies readonly FilterRule[]

/** Everything that removes a sample: a rule, or the checker's votes. */
export const REMOVALS = [...FILTER_RULES, 'checker'] as const
export type Removal = (typeof REMOVALS)[number]

export interface Removed {
  readonly why: Removal
  readonly detail: string
}

/** A removed sample as a filter job tells it. */
export interface RemovedSample extends Removed {
  readonly sample: string
}

const stepSchema = z.object({
  removed: z.array(z.object({ sample: z.string(), why: z.enum(REMOVALS), detail: z.string() })),
})

/** The samples that a step of a filter job tells of. @throws Failure `expand.damaged` */
export function decodeRemoved(raw: unknown): RemovedSample[] {
  const decoded = stepSchema.safeParse(raw)
  if (!decoded.success) throw new Failure('expand.damaged', {}, z.prettifyError(decoded.error))
  return decoded.data.removed
}
