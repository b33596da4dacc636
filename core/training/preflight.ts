/** What a training on a host would meet, found before it starts, stage by stage: each finding has words in core/failure. */
import type { Light } from '../host/host-report.ts'
import { renderAnswer } from '../sample/render-release.ts'
import type { Sample } from '../sample/sample.ts'
import { BESIDE, checkpointBytes, ERROR, fitOf, loadOf } from './fit.ts'
import { type FlightFinding, type FlightMemory, MOST_NAMED } from './flight.ts'
import { memoryNeed } from './memory.ts'
import { type ModelShape, weightsOf } from './model-shape.ts'
import { rewardOf } from './reward.ts'
import { recipeProblems, type TrlRecipe } from './trl-recipe.ts'

/** How many samples the reward is tried on. */
export const TRIED = 50
/** Above so many rounds through the prompts, and above this share of dead ones, it is said. */
const MANY_TIMES = 5
const MANY_DEAD = 0.5
/** Above this share of labels without their reward a training is not to be started. */
const MANY_UNREWARDED = 0.1

const GIB = 2 ** 30
/** Tenths of a GiB, or of what is smaller two digits that count. */
export function gib(bytes: number): number {
  const value = bytes / GIB
  return value < 1 ? Number(value.toPrecision(2)) : Math.round(value * 10) / 10
}

/** A finding of a pre-flight's own. */
export const finding = (
  light: Light,
  name: string,
  values: FlightFinding['values'] = {},
  more: Pick<FlightFinding, 'samples' | 'detail'> = {},
): FlightFinding => ({ light, code: `preflight.${name}`, values, ...more })

const named = (samples: readonly string[]): Pick<FlightFinding, 'samples'> => ({
  samples: samples.slice(0, MOST_NAMED),
})

const LIGHTS = { microBatch: 'red', clipIdle: 'green', validateNever: 'amber' } as const

/** What contradicts itself in the recipe. */
export function recipeFindings(recipe: TrlRecipe): FlightFinding[] {
  const { prompts, group, steps } = recipe
  return [
    ...recipeProblems(recipe).map(({ code, ...values }) => finding(LIGHTS[code], code, values)),
    finding('green', 'recipeRead', { prompts, group, answers: prompts * group, steps }),
  ]
}

export interface DataFacts {
  readonly train: number
  readonly heldOut: number
  /** Training prompts that a probe of the start found always or never right, of those it knows. Absent: no probe. */
  readonly probed?: { readonly known: number; readonly dead: number }
}

export function dataFindings(recipe: TrlRecipe, { train, heldOut, probed }: DataFacts): FlightFinding[] {
  const { prompts, steps, updates, validateEvery } = recipe
  const times = Math.round((steps * prompts) / updates / Math.max(1, train))
  return [
    finding('green', 'dataCounted', { train, heldOut }),
    ...(train < prompts ? [finding('red', 'fewPrompts', { train, prompts })] : []),
    ...(times > MANY_TIMES ? [finding('amber', 'repeats', { times })] : []),
    ...(heldOut === 0 && validateEvery > 0 ? [finding('amber', 'noHeldOut')] : []),
    probed === undefined || probed.known === 0 ? finding('amber', 'notProbed') : deadFinding(probed),
  ]
}

function deadFinding({ known, dead }: NonNullable<DataFacts['probed']>): FlightFinding {
  const values = { known, share: Math.round((dead / known) * 100) }
  return dead / known > MANY_DEAD ? finding('amber', 'deadGroups', values) : finding('green', 'alive', values)
}

/** Samples whose own labels would not earn the full reward, of the first `TRIED`. */
export function unrewardedLabels(samples: readonly Sample[], recipe: Pick<TrlRecipe, 'reward'>): Sample[] {
  return samples.slice(0, TRIED).filter((sample) => {
    const [label] = sample.accepted
    return label === undefined || rewardOf(sample, renderAnswer(label), recipe.reward).reward < 1
  })
}

/** The reward tried on the labels themselves: each must earn it whole. @param samples the first of the training part */
export function rewardFindings(samples: readonly Sample[], recipe: TrlRecipe): FlightFinding[] {
  const asked = Math.min(TRIED, samples.length)
  const unrewarded = unrewardedLabels(samples, recipe).map(({ id }) => id)
  if (asked === 0) return [finding('red', 'rewardUntried')]
  if (unrewarded.length === 0) return [finding('green', 'rewardSound', { asked })]
  const light = unrewarded.length > MANY_UNREWARDED * asked ? 'red' : 'amber'
  return [finding(light, 'labelUnrewarded', { count: unrewarded.length, asked }, named(unrewarded))]
}

/** A prompt's tokens, as the start's own tokenizer counts them. */
export interface PromptTokens {
  readonly sample: string
  readonly part: 'train' | 'heldOut'
  readonly tokens: number
}

export interface TokenFacts {
  readonly counted: readonly PromptTokens[]
  readonly shape?: ModelShape
  readonly leaveOutLong: boolean
}

/** Prompts against the limit, and prompt and answer against what the model reads. */
export function tokenFindings(
  recipe: TrlRecipe,
  { counted, shape, leaveOutLong }: TokenFacts,
): FlightFinding[] {
  const { maxPromptTokens: limit, maxTokens, prompts } = recipe
  const long = counted.filter(({ tokens }) => tokens > limit)
  const longest = counted.reduce((most, { tokens }) => Math.max(most, tokens), 0)
  const total = counted.length
  const left = counted.filter(({ part, tokens }) => part === 'train' && tokens <= limit).length
  const tokens = Math.min(longest || limit, limit) + maxTokens
  const values = { count: long.length, total, limit, longest }
  const ids = named([...long].sort((a, b) => b.tokens - a.tokens).map(({ sample }) => sample))
  return [
    ...(long.length === 0 ? [finding('green', 'tokensFit', { total, longest, limit })] : []),
    ...(long.length > 0 && !leaveOutLong ? [finding('red', 'tooLong', values, ids)] : []),
    ...(long.length > 0 && leaveOutLong ? [finding('amber', 'longLeftOut', values, ids)] : []),
    ...(leaveOutLong && left < prompts ? [finding('red', 'fewPrompts', { train: left, prompts })] : []),
    ...(shape?.context !== undefined && tokens > shape.context
      ? [finding('red', 'context', { tokens, context: shape.context })]
      : []),
  ]
}

/** What of the machine the training would use. Bytes. */
export interface MachineFacts {
  readonly free: number
  readonly half: boolean
  readonly gpu?: {
    readonly index: number
    readonly name: string
    readonly others: readonly { readonly user: string; readonly bytes: number }[]
  }
}

/** The memory model's words; undefined for a model that it does not know. */
export function flightMemory(
  recipe: TrlRecipe,
  shape: ModelShape | undefined,
  { free, half, gpu }: MachineFacts,
): FlightMemory | undefined {
  if (!shape?.dense) return undefined
  const need = memoryNeed(shape, loadOf(recipe, half))
  const about = { need, beside: BESIDE, error: ERROR, free, fit: fitOf(need, free) }
  return gpu === undefined ? about : { ...about, gpu: gpu.name }
}

const MEMORY = {
  fits: ['green', 'memoryFits'],
  tight: ['amber', 'memoryTight'],
  no: ['red', 'memoryNo'],
} as const

export function memoryFindings(memory: FlightMemory | undefined, { gpu }: MachineFacts): FlightFinding[] {
  return [memory ? memoryFinding(memory) : finding('amber', 'memoryUnknown'), ...gpuFindings(gpu)]
}

function memoryFinding({ need, beside, error, free, fit }: FlightMemory): FlightFinding {
  const [light, name] = MEMORY[fit]
  return finding(light, name, { need: gib(need.peak + beside), free: gib(free), error: error * 100 })
}

/** The GPU that would be used, and who uses it already. */
export function gpuFindings(gpu: MachineFacts['gpu']): FlightFinding[] {
  if (gpu === undefined) return [finding('amber', 'noGpu')]
  const { index, name, others } = gpu
  if (others.length === 0) return [finding('green', 'gpuIdle', { gpu: index, name })]
  const user = [...new Set(others.map((one) => one.user))].join(', ')
  const used = gib(others.reduce((sum, { bytes }) => sum + bytes, 0))
  return [finding('amber', 'gpuBusy', { gpu: index, user, used })]
}

/**
 * Bytes that the run takes on disk at most: its checkpoints, one more while it is written, of LoRA the whole model that is
 * made at the end, and the start where a supervised warm start makes one.
 */
export function runBytes(recipe: TrlRecipe, shape: ModelShape): number {
  const { steps, checkpointEvery, keepLast, keepEvery, method, warmSteps } = recipe
  const written = Math.ceil(steps / checkpointEvery)
  const kept = Math.min(written, keepLast + (keepEvery === 0 ? 0 : Math.floor(steps / keepEvery)))
  const copies = (method === 'lora' ? 1 : 0) + (warmSteps > 0 ? 1 : 0)
  const whole = weightsOf(shape) * (method === 'lora' ? 2 : 4)
  return (kept + 1) * checkpointBytes(shape, recipe) + copies * whole
}

/** @param free bytes of the disk that the run is written to; undefined: the host did not say */
export function diskFindings(
  recipe: TrlRecipe,
  shape: ModelShape | undefined,
  free: number | undefined,
): FlightFinding[] {
  if (shape === undefined || free === undefined) return [finding('amber', 'diskUnknown')]
  const need = runBytes(recipe, shape)
  const values = { need: gib(need), free: gib(free) }
  return [need > free ? finding('red', 'diskNo', values) : finding('green', 'diskFits', values)]
}
