/** One answer of the policy during training with what it earned: a line of `rollouts/<step>.jsonl`. */
import { z } from 'zod'
import { isRecord, readLooseJson } from './loose-json.ts'

const number = z
  .number()
  .nullish()
  .transform((value) => value ?? undefined)
const name = z.union([z.string(), z.number()]).transform(String)
const rolloutSchema = z.object({
  step: z.number().int().min(0),
  group: name,
  index: z.number().int().min(0),
  sample_id: z.string().default(''),
  kind: z.string().default(''),
  input: z.string(),
  output: z.string(),
  /** The label: a text, or a list of texts of which any is right. */
  gts: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .transform((gts) => (gts === null || gts === undefined ? [] : [gts].flat())),
  score: number,
  parts: z
    .record(z.string(), z.number().nullable())
    .nullish()
    .transform((parts) =>
      Object.fromEntries(
        Object.entries(parts ?? {}).filter((part): part is [string, number] => part[1] !== null),
      ),
    ),
  advantage: number,
  tokens: number,
  finish: z
    .string()
    .nullish()
    .transform((finish) => finish ?? undefined),
})
export type Rollout = z.infer<typeof rolloutSchema>

/** @returns undefined for a torn line or one that is no rollout */
export function readRolloutLine(line: string): Rollout | undefined {
  const raw = readLooseJson(line)
  return isRecord(raw) ? rolloutSchema.safeParse(raw).data : undefined
}

/** All rollouts of one prompt, in one line of a list. */
export interface RolloutGroup {
  readonly group: string
  readonly sampleId: string
  readonly kind: string
  readonly count: number
  /** Of the scores that are known. */
  readonly mean: number
  readonly min: number
  readonly max: number
  /** All got the same reward: nothing is learnt from them. */
  readonly dead: boolean
  /** End of the prompt, cut: what the user said last. */
  readonly prompt: string
}

const CUT = 200
/** Marks of the chat template, which would only hide what was said. */
const MARKS = /<\|im_(?:start|end)\|>(?:system|user|assistant)?/g

/** The last words of a rendered prompt. */
export const promptEnd = (input: string): string => {
  const said = input
    .split(/<\|im_start\|>(?=user|assistant)/)
    .map((part) =>
      part
        .replace(/^(?:user|assistant)\n/, '')
        .replace(MARKS, '')
        .trim(),
    )
    .filter((part) => part !== '')
  return (said.at(-1) ?? '').slice(0, CUT).toWellFormed()
}

/** Equal within what a sum of floats may differ by. */
const SAME = 1e-9

/** Groups rollouts one by one; only numbers and the first prompt of each group are kept. */
export class Grouping {
  private readonly groups = new Map<string, RolloutGroup & { readonly scored: number }>()

  add(rollout: Rollout): void {
    const { score, group } = rollout
    const known = this.groups.get(group)
    const scored = (known?.scored ?? 0) + (score === undefined ? 0 : 1)
    const sum = (known?.mean ?? 0) * (known?.scored ?? 0) + (score ?? 0)
    const min = Math.min(known?.min ?? Number.POSITIVE_INFINITY, score ?? Number.POSITIVE_INFINITY)
    const max = Math.max(known?.max ?? Number.NEGATIVE_INFINITY, score ?? Number.NEGATIVE_INFINITY)
    this.groups.set(group, {
      group,
      sampleId: known?.sampleId ?? rollout.sample_id,
      kind: known?.kind ?? rollout.kind,
      prompt: known?.prompt ?? promptEnd(rollout.input),
      count: (known?.count ?? 0) + 1,
      scored,
      mean: scored === 0 ? Number.NaN : sum / scored,
      min,
      max,
      dead: scored > 1 && max - min < SAME,
    })
  }

  list(): RolloutGroup[] {
    return [...this.groups.values()].map(({ scored: _, ...group }) => group)
  }
}
