/**
 * An expand item on disk: one step a candidate, taken or refused; before that, where a checker is asked, one with the
 * candidate alone, so that work that is cut off does not ask the expander twice.
 */
import { z } from 'zod'
import { Failure } from '../failure/failure.ts'
import type { Sample } from '../sample/sample.ts'
import type { Hash } from '../sample/sample-id.ts'
import { sampleOfChild } from './accept.ts'
import { type Child, readChild } from './child.ts'
import { FOCI } from './focus.ts'
import { EXPAND_REFUSALS } from './refusal.ts'

const place = {
  child: z.number().int().min(0),
  attempt: z.number().int().min(0),
  focus: z.enum(FOCI),
  model: z.string(),
}
const stepSchema = z.union([
  /** In the expander's own form, as `printChild` writes it. */
  z.object({ ...place, taken: z.string() }),
  z.object({ ...place, refused: z.enum(EXPAND_REFUSALS), detail: z.string(), text: z.string() }),
  /** Passed the rules; the checker's word is still to come. In the same form. */
  z.object({ ...place, unchecked: z.string() }),
])
export type ExpandStep = z.infer<typeof stepSchema>
export type UncheckedStep = Extract<ExpandStep, { unchecked: string }>

const seedSchema = z.object({
  sample: z.string().min(1),
  right: z.string(),
  wrong: z.string(),
  analysis: z.string(),
  approach: z.string(),
})
/** An expand item's input on disk. */
export type StoredSeed = z.infer<typeof seedSchema>

/** @throws Failure `expand.damaged` */
export function decodeStep(raw: unknown): ExpandStep {
  const decoded = stepSchema.safeParse(raw)
  if (!decoded.success) throw new Failure('expand.damaged', {}, z.prettifyError(decoded.error))
  return decoded.data
}

/** @throws Failure `expand.damaged` */
export function decodeSeed(raw: unknown): StoredSeed {
  const decoded = seedSchema.safeParse(raw)
  if (!decoded.success) throw new Failure('expand.damaged', {}, z.prettifyError(decoded.error))
  return decoded.data
}

/** A child as a step holds it. @throws Failure `expand.damaged` */
export function storedChild(text: string): Child {
  const read = readChild(text)
  if (read.ok === undefined) throw new Failure('expand.damaged', {}, read.detail)
  return read.ok
}

/** The children that were taken, in order. @throws Failure `expand.damaged` */
export const takenChildren = (steps: readonly ExpandStep[]): Child[] =>
  steps.flatMap((step) => ('taken' in step ? [storedChild(step.taken)] : []))

/** The candidate that waits for its checker. */
export function uncheckedStep(steps: readonly ExpandStep[]): UncheckedStep | undefined {
  const last = steps.at(-1)
  return last !== undefined && 'unchecked' in last ? last : undefined
}

/** Which candidate comes next, none being unchecked; undefined when all children were taken or given up. */
export function nextCandidate(
  steps: readonly ExpandStep[],
  { children, tries }: { readonly children: number; readonly tries: number },
): { readonly child: number; readonly attempt: number } | undefined {
  const last = steps.at(-1)
  if (last === undefined) return { child: 0, attempt: 0 }
  if ('refused' in last && last.attempt + 1 < tries) return { child: last.child, attempt: last.attempt + 1 }
  return last.child + 1 < children ? { child: last.child + 1, attempt: 0 } : undefined
}

/**
 * The samples that an expand item made.
 *
 * @param seed the sample that the item's input names
 * @param steps bodies of the item's steps, as stored
 * @throws Failure `expand.damaged`
 */
export const expandedSamples = (seed: Sample, steps: readonly unknown[], hash: Hash): Sample[] =>
  takenChildren(steps.map(decodeStep)).map((child) => sampleOfChild(seed, child, hash))
