/** Before the first step the start is asked which prompts can teach it anything; the answer stands in the run's folder. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { permutation } from '#core/random/permutation.ts'
import { Random } from '#core/random/random.ts'
import type { Recipe } from '#core/training/recipe.ts'
import { rewardOf } from '#core/training/reward.ts'
import type { Policy } from './policy.ts'
import { writeWhole } from './run-files.ts'
import type { Prompt } from './train-step.ts'

export const SOUNDING_FILE = 'sounding.json'

const soundingSchema = z.object({
  /** Share of right answers by sample, of those whose share nobody knew. */
  rates: z.record(z.string(), z.number()),
})

interface Sounded {
  readonly folder: string
  readonly recipe: Recipe
  readonly seed: number
  /** Opens the run's start; a later attempt holds other weights. */
  askStart<T>(ask: (start: Policy) => Promise<T>): Promise<T>
}

/** Prompts asked together; more would only need more memory. */
const TOGETHER = 64

async function askAll(
  policy: Policy,
  prompts: readonly Prompt[],
  { recipe, seed }: Sounded,
): Promise<Map<string, number>> {
  const { group: count, temperature, maxTokens } = recipe
  const rates = new Map<string, number>()
  for (let at = 0; at < prompts.length; at += TOGETHER) {
    const part = prompts.slice(at, at + TOGETHER)
    const options = { count, temperature, maxTokens, stopTokens: policy.stopTokens }
    const drawn = await policy.engine.generate(
      part.map(({ tokens }) => tokens),
      { ...options, seed: new Random(seed, 'sounding').seed() },
    )
    part.forEach(({ sample }, i) => {
      const right = (drawn[i] ?? []).filter(
        (one) => rewardOf(sample, policy.textOf(one), 'strict').reward === 1,
      )
      rates.set(sample.id, right.length / count)
    })
  }
  return rates
}

/** What an earlier attempt has asked already; a torn or foreign file is asked anew. */
async function readRates(folder: string): Promise<ReadonlyMap<string, number> | undefined> {
  const text = await readFile(join(folder, SOUNDING_FILE), 'utf8').catch(() => '{}')
  try {
    return new Map(Object.entries(soundingSchema.parse(JSON.parse(text)).rates))
  } catch {
    return undefined
  }
}

/** Those whose share nobody knows; no more than a run can use, since half of them may teach nothing. */
function toAsk(prompts: readonly Prompt[], { recipe, seed }: Sounded): Prompt[] {
  const unknown = prompts.filter(({ rate }) => rate === undefined)
  const most = Math.min(unknown.length, 2 * recipe.steps * recipe.prompts)
  if (most === 0) return []
  const order = permutation(unknown.length, seed, 'sounding')
  return Array.from({ length: most }, (_, i) => unknown[order(i)]).filter((one) => one !== undefined)
}

/**
 * The prompts that are sometimes right and sometimes not, by what is known of them or else by asking the run's start.
 * All of them where fewer than a step's are left: a policy that knows nothing yet, or all.
 */
export async function soundPrompts(prompts: readonly Prompt[], sounded: Sounded): Promise<readonly Prompt[]> {
  const { folder, recipe } = sounded
  if (recipe.keep !== 'sounded') return prompts
  let rates = await readRates(folder)
  if (rates === undefined) {
    rates = await sounded.askStart((start) => askAll(start, toAsk(prompts, sounded), sounded))
    await writeWhole(join(folder, SOUNDING_FILE), `${JSON.stringify({ rates: Object.fromEntries(rates) })}\n`)
  }
  const known = rates
  const live = prompts.filter(({ sample, rate = known.get(sample.id) ?? 0 }) => rate > 0 && rate < 1)
  return live.length < recipe.prompts ? prompts : live
}
