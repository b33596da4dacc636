/** What a training on a host would meet, found before it starts: each finding has words in core/failure. */

import { renderAnswer } from '../sample/render-release.ts'
import type { Sample } from '../sample/sample.ts'
import { BESIDE, checkpointBytes, ERROR, fitOf, loadOf } from './fit.ts'
import { memoryNeed } from './memory.ts'
import type { ModelShape } from './model-shape.ts'
import { rewardOf } from './reward.ts'
import { recipeProblems, type TrlRecipe } from './trl-recipe.ts'

export type Light = 'green' | 'amber' | 'red'

export interface PreflightFinding {
  readonly light: Light
  readonly code: `preflight.${string}`
  readonly values: Readonly<Record<string, string | number>>
}

/** How many samples are tried. */
export const TRIED = 50

/** Samples whose own labels would not earn the full reward, of the first `TRIED`. */
export function unrewardedLabels(samples: readonly Sample[], recipe: Pick<TrlRecipe, 'reward'>): Sample[] {
  return samples.slice(0, TRIED).filter((sample) => {
    const [label] = sample.accepted
    return label === undefined || rewardOf(sample, renderAnswer(label), recipe.reward).reward < 1
  })
}

export interface Preflight {
  readonly recipe: TrlRecipe
  /** Absent where its config is not that of a plain decoder. */
  readonly shape?: ModelShape
  readonly data: {
    readonly train: number
    readonly heldOut: number
    /** Tokens of each prompt as the model's own tokenizer counts them, where that was done. */
    readonly promptTokens?: readonly number[]
    readonly asked: number
    readonly unrewarded: number
    /** Share of prompts that a probe of the start found always or never right. */
    readonly dead?: number
  }
  readonly machine: {
    /** Bytes. */
    readonly free: number
    readonly half: boolean
    readonly disk?: number
    /** The GPU that would be used, and who uses it already. */
    readonly gpu?: {
      readonly index: number
      readonly others: readonly { readonly user: string; readonly bytes: number }[]
    }
  }
}

const GIB = 2 ** 30
const gib = (bytes: number): number => Math.round((bytes / GIB) * 10) / 10

const finding = (light: Light, name: string, values: PreflightFinding['values'] = {}): PreflightFinding => ({
  light,
  code: `preflight.${name}`,
  values,
})

const LIGHTS = { microBatch: 'red', clipIdle: 'green', validateNever: 'amber' } as const

const recipeFindings = (recipe: TrlRecipe): PreflightFinding[] =>
  recipeProblems(recipe).map(({ code, ...values }) => finding(LIGHTS[code], code, values))

function dataFindings({ recipe, data, shape }: Preflight): PreflightFinding[] {
  const { train, heldOut, promptTokens = [], asked, unrewarded, dead = 0 } = data
  const { prompts, steps, updates, maxPromptTokens: limit, maxTokens } = recipe
  const long = promptTokens.filter((tokens) => tokens > limit)
  const longest = promptTokens.reduce((most, tokens) => Math.max(most, tokens), 0)
  const times = Math.round((steps * prompts) / updates / Math.max(1, train))
  const tokens = Math.min(longest || limit, limit) + maxTokens
  return [
    ...(train < prompts ? [finding('red', 'fewPrompts', { train, prompts })] : []),
    ...(times > 5 ? [finding('amber', 'repeats', { times })] : []),
    ...(heldOut === 0 && recipe.validateEvery > 0 ? [finding('amber', 'noHeldOut')] : []),
    ...(long.length > 0
      ? [finding('red', 'tooLong', { count: long.length, total: promptTokens.length, limit, longest })]
      : []),
    ...(shape?.context !== undefined && tokens > shape.context
      ? [finding('red', 'context', { tokens, context: shape.context })]
      : []),
    unrewarded > 0
      ? finding(unrewarded * 10 > asked ? 'red' : 'amber', 'labelUnrewarded', { count: unrewarded, asked })
      : finding('green', 'rewardSound', { asked }),
    ...(dead > 0.5 ? [finding('amber', 'deadGroups', { share: Math.round(dead * 100) })] : []),
  ]
}

function memoryFinding({ recipe, shape, machine }: Preflight): PreflightFinding {
  if (shape === undefined || !shape.dense) return finding('amber', 'memoryUnknown')
  const need = memoryNeed(shape, loadOf(recipe, machine.half))
  const values = { need: gib(need.peak + BESIDE), free: gib(machine.free), error: ERROR * 100 }
  const fit = fitOf(need, machine.free)
  if (fit === 'no') return finding('red', 'memoryNo', values)
  return fit === 'tight' ? finding('amber', 'memoryTight', values) : finding('green', 'memoryFits', values)
}

function diskFindings({ recipe, shape, machine }: Preflight): PreflightFinding[] {
  if (shape === undefined || machine.disk === undefined) return []
  const { steps, checkpointEvery, keepLast, keepEvery } = recipe
  const written = Math.ceil(steps / checkpointEvery)
  // One more is there while it is written.
  const kept = Math.min(written, keepLast + (keepEvery === 0 ? 0 : Math.floor(steps / keepEvery))) + 1
  const need = kept * checkpointBytes(shape, recipe)
  return need > machine.disk ? [finding('red', 'diskNo', { need: gib(need), free: gib(machine.disk) })] : []
}

function gpuFindings({ machine: { gpu } }: Preflight): PreflightFinding[] {
  if (gpu === undefined || gpu.others.length === 0) return []
  const user = [...new Set(gpu.others.map((one) => one.user))].join(', ')
  const used = gib(gpu.others.reduce((sum, one) => sum + one.bytes, 0))
  return [finding('amber', 'gpuBusy', { gpu: gpu.index, user, used })]
}

const ORDER: readonly Light[] = ['red', 'amber', 'green']

/** The worst first; a training with a red one should not be started. */
export const preflight = (flight: Preflight): PreflightFinding[] =>
  [
    ...recipeFindings(flight.recipe),
    ...dataFindings(flight),
    memoryFinding(flight),
    ...diskFindings(flight),
    ...gpuFindings(flight),
  ].sort((a, b) => ORDER.indexOf(a.light) - ORDER.indexOf(b.light))
