/**
 * How long a training on a host will take: by earlier runs of the same model there, or by a model of a step's work.
 *
 * A step draws its answers token by token, each token one pass through all layers, and then updates. Drawing with
 * transformers' generate waits for kernels to be started, not for arithmetic: 1.4 to 3 ms a layer and token were measured on
 * an H200 with 28 layers, 3.4 with 4 (docs/evidence/host-kit.txt). A pass cannot be faster than its weights are read (Pope et
 * al. 2022, arXiv 2211.05102 §2). Updating costs 6 operations a weight and token, 4 where the weights themselves stay (LoRA),
 * 2 more where activations are computed again (Kaplan et al. 2020, arXiv 2001.08361 §2.1).
 */
import type { Interval } from '../job/job.ts'
import type { TrainingEstimate } from './flight.ts'
import { type ModelShape, weightsOf } from './model-shape.ts'
import type { TrlRecipe } from './trl-recipe.ts'

/** What a step of an earlier run took. Seconds. */
export interface StepSeconds {
  readonly rollout: number
  readonly update: number
}

export interface MeasuredRun {
  readonly recipe: TrlRecipe
  /** Its steps, validation and checkpoints left out. */
  readonly steps: readonly StepSeconds[]
}

export interface EstimateWish {
  readonly recipe: TrlRecipe
  readonly shape?: ModelShape
  /** Its name as the driver says it; absent: it trains on the CPU. */
  readonly gpu?: string
  /** Earlier runs of the same model on the same host. */
  readonly runs: readonly MeasuredRun[]
  /** Prompts of a validation. */
  readonly heldOut: number
  /** Money for an hour of the host. */
  readonly pricePerHour?: number
}

/** Dense 16-bit operations and bytes a second, from the makers' data sheets. */
const GPUS: readonly (readonly [name: RegExp, flops: number, bandwidth: number])[] = [
  [/B200/, 2250e12, 8e12],
  [/H200/, 989e12, 4.8e12],
  [/H100|H800/, 989e12, 3.35e12],
  [/A100|A800/, 312e12, 1.9e12],
  [/L40/, 362e12, 0.86e12],
  [/RTX 5090/, 209e12, 1.79e12],
  [/RTX 4090/, 165e12, 1.01e12],
  [/RTX 3090/, 71e12, 0.94e12],
  [/A6000/, 155e12, 0.77e12],
  [/A10/, 125e12, 0.6e12],
  [/V100/, 112e12, 0.9e12],
  [/L4(?!\d)/, 121e12, 0.3e12],
  [/T4/, 65e12, 0.32e12],
]
/** Where the GPU is none of these it may be any of them. */
const ANY: Interval = [65e12, 989e12]
const ANY_BANDWIDTH: Interval = [0.3e12, 4.8e12]
/** Share of the data sheet that updates reach; 7 to 13 % were measured with 32 answers of a 0.6 B model, 8 a pass. */
const REACHED: Interval = [0.04, 0.4]
/** Seconds of an update beside its arithmetic: 0.2 were measured where the model is tiny. */
const UPDATE: Interval = [0.02, 0.5]
/** Seconds a layer and token while drawing. */
const LAUNCH: Interval = [0.0012, 0.0036]
/** An answer may end before its limit; a drawing lasts as long as its longest answer. */
const EARLY = 0.15
/** Starting Python, loading the model, the last checkpoint. Seconds. */
const AROUND: Interval = [15, 240]
/** Greedy answers that a validation draws at once (resources/host/looptool_kit/policy.py). */
const TOGETHER = 64
/** How far a step may be from what was measured with the very same settings, and how much more for another load. */
const SAME = 1.25
const OTHER = 0.5
/** Steps that count of a run, its last: the first ones warm up. */
const COUNTED = 50

const plus = (a: Interval, b: Interval): Interval => [a[0] + b[0], a[1] + b[1]]
const times = (a: Interval, n: number): Interval => [a[0] * n, a[1] * n]

/** Tokens that are drawn one after another in one drawing at most. */
const drawnInTurn = ({ prompts, group, rolloutBatch, maxTokens }: TrlRecipe): number =>
  Math.ceil((prompts * group) / rolloutBatch) * maxTokens

/** Tokens that one update reads at most. */
const updated = ({ prompts, group, maxPromptTokens, maxTokens }: TrlRecipe): number =>
  prompts * group * (maxPromptTokens + maxTokens)

/** Operations a weight and token of an update. */
const operations = ({ method, recompute, klWeight, updates }: TrlRecipe): number =>
  (method === 'full' ? 6 : 4) + (recompute ? 2 : 0) + (klWeight > 0 ? 2 : 0) + (updates > 1 ? 2 : 0)

/** Seconds. */
interface Pace {
  /** Of each token that is drawn in turn, were every answer as long as it may be. */
  readonly token: Interval
  readonly update: Interval
}

/** By the model of the work. */
function modelled(recipe: TrlRecipe, shape: ModelShape, gpu: string): Pace {
  const known = GPUS.find(([name]) => name.test(gpu))
  const flops: Interval = known ? [known[1], known[1]] : ANY
  const bandwidth: Interval = known ? [known[2], known[2]] : ANY_BANDWIDTH
  const weights = weightsOf(shape)
  const bytes = weights * (recipe.method === 'full' ? 4 : 2)
  const work = operations(recipe) * weights * updated(recipe)
  return {
    token: [
      EARLY * Math.max(shape.layers * LAUNCH[0], bytes / bandwidth[1]),
      shape.layers * LAUNCH[1] + bytes / bandwidth[0],
    ],
    update: plus(UPDATE, [(EARLY * work) / (flops[1] * REACHED[1]), work / (flops[0] * REACHED[0])]),
  }
}

/** Nine of ten lie between, the tenth from either end left out. */
function spread(values: readonly number[]): Interval {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0
  return [at(0.1), at(0.9)]
}

/** What was measured, for another load: scaled by its tokens, and the wider the more it differs. */
function scaled(values: readonly number[], scale: number): Interval {
  const [low, high] = spread(values)
  const width = SAME * (1 + OTHER * Math.abs(Math.log(scale)))
  return [(low * scale) / width, high * scale * width]
}

function fromRun(recipe: TrlRecipe, { recipe: old, steps }: MeasuredRun): Pace {
  const counted = steps.slice(-COUNTED)
  const rollouts = counted.map(({ rollout }) => rollout).filter((seconds) => seconds > 0)
  const drawing = drawnInTurn(recipe)
  const updates = counted.map(({ update }) => update)
  return {
    token: times(scaled(rollouts, drawing / drawnInTurn(old)), 1 / drawing),
    update: scaled(updates, (operations(recipe) * updated(recipe)) / (operations(old) * updated(old))),
  }
}

/** The earlier run whose load is nearest to this one's; of equals the one with most steps. */
function nearest(recipe: TrlRecipe, runs: readonly MeasuredRun[]): MeasuredRun | undefined {
  const distance = ({ recipe: old }: MeasuredRun): number =>
    Math.abs(Math.log(drawnInTurn(recipe) / drawnInTurn(old))) +
    Math.abs(Math.log((operations(recipe) * updated(recipe)) / (operations(old) * updated(old))))
  return [...runs]
    .filter(({ steps }) => steps.some(({ rollout }) => rollout > 0))
    .sort((a, b) => distance(a) - distance(b) || b.steps.length - a.steps.length)[0]
}

/** Prompts that validations answer, the one before the first step included, as drawings in turn. */
function validated({ steps, validateEvery, validateOn, maxTokens }: TrlRecipe, heldOut: number): number {
  if (validateEvery === 0) return 0
  const each = Math.ceil(Math.min(heldOut, validateOn) / TOGETHER) * maxTokens
  return (1 + Math.ceil(steps / validateEvery)) * each
}

/** @returns what is known; nothing is guessed where a CPU trains a model for the first time */
export function estimateTraining(wish: EstimateWish): TrainingEstimate {
  const { recipe, shape, gpu, runs, heldOut, pricePerHour } = wish
  const run = nearest(recipe, runs)
  const pace = run
    ? fromRun(recipe, run)
    : shape !== undefined && gpu !== undefined
      ? modelled(recipe, shape, gpu)
      : undefined
  if (pace === undefined) return { on: 'none', measured: 0 }
  const step = plus(times(pace.token, drawnInTurn(recipe) / recipe.updates), pace.update)
  const beside = plus(AROUND, times(pace.token, validated(recipe, heldOut)))
  const total = plus(times(step, recipe.steps), beside)
  const micros = pricePerHour === undefined ? undefined : times(total, (pricePerHour * 1e6) / 3600)
  return {
    on: run ? 'runs' : 'model',
    measured: run?.steps.length ?? 0,
    step,
    total,
    ...(micros ? { micros: [Math.round(micros[0]), Math.round(micros[1])] } : {}),
  }
}
