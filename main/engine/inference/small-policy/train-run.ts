/** Trains one run with GRPO (Shao et al. 2024, arXiv 2402.03300), speaking through the run's folder only. */
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { compactPrompt } from '#core/nano/compact-prompt.ts'
import { batches } from '#core/training/batch.ts'
import { type Recipe, recipeSchema } from '#core/training/recipe.ts'
import { rewardOf } from '#core/training/reward.ts'
import { checkpointFolder, decodeRun, type Run } from '#core/training/run.ts'
import { type HeldOutFacts, heldOutMetrics } from '#core/training/step-metrics.ts'
import type { NanoEngine } from '../nano/engine.ts'
import { type TrainOrder, tellFailure } from './messages.ts'
import { type OpenEngine, openPolicy, type Policy, TOKENIZER_FILE } from './policy.ts'
import {
  completeCheckpoints,
  EventFile,
  LineFile,
  METRICS_FILE,
  RUN_FILE,
  readRunSamples,
  writeRollouts,
} from './run-files.ts'
import { lockRun } from './run-lock.ts'
import { soundPrompts } from './sounding.ts'
import { type Batch, type Prompt, trainStep } from './train-step.ts'

export interface TrainDeps {
  readonly openEngine: OpenEngine
  /** ISO 8601. */
  readonly now: () => string
  /** ms, for durations. */
  readonly clock: () => number
}

/** Held-out prompts answered together; more would only need more memory. */
const TOGETHER = 128

interface Setup {
  readonly run: Run
  readonly recipe: Recipe
  readonly seed: number
  readonly train: readonly Prompt[]
  readonly heldOut: readonly Prompt[]
}

interface Training extends Setup {
  readonly folder: string
  readonly policy: Policy
  readonly reference: NanoEngine | undefined
  readonly events: EventFile
  readonly metrics: LineFile
  readonly deps: TrainDeps
  readonly stopWanted: () => boolean
}

async function readRun(folder: string): Promise<Pick<Setup, 'run' | 'recipe' | 'seed'>> {
  try {
    const run = decodeRun(JSON.parse(await readFile(join(folder, RUN_FILE), 'utf8')))
    return { run, recipe: recipeSchema.parse(run.settings), seed: Number(run.settings.seed ?? 1) }
  } catch (error) {
    throw new Failure('run.damaged', { file: RUN_FILE }, String(error))
  }
}

async function readPrompts(folder: string, policy: Policy): Promise<Pick<Setup, 'train' | 'heldOut'>> {
  const train: Prompt[] = []
  const heldOut: Prompt[] = []
  for (const { part, ...one } of await readRunSamples(folder)) {
    const text = compactPrompt(one.sample)
    const tokens = Int32Array.from(policy.tokenizer.encode(text))
    const list = part === 'train' ? train : heldOut
    list.push({ ...one, text, tokens })
  }
  return { train, heldOut }
}

/** Greedy answers on the held-out samples. */
async function validate({ policy, heldOut, recipe }: Training): Promise<HeldOutFacts> {
  let right = 0
  for (let at = 0; at < heldOut.length; at += TOGETHER) {
    const part = heldOut.slice(at, at + TOGETHER)
    const drawn = await policy.engine.generate(
      part.map(({ tokens }) => tokens),
      { count: 1, temperature: 0, maxTokens: recipe.maxTokens, stopTokens: policy.stopTokens, seed: 0 },
    )
    part.forEach(({ sample }, i) => {
      const [answer] = drawn[i] ?? []
      if (answer && rewardOf(sample, policy.textOf(answer), 'strict').reward === 1) right++
    })
  }
  return { right, total: heldOut.length }
}

async function save({ policy, folder, run, events }: Training, step: number): Promise<void> {
  const checkpoint = checkpointFolder(step)
  await policy.engine.save(join(folder, checkpoint), {
    weights: 'f32',
    optimizer: true,
    files: { [TOKENIZER_FILE]: policy.tokenizerText },
    facts: { run: run.id, step },
  })
  await events.say({ type: 'checkpoint', step, folder: checkpoint })
}

const isDue = (step: number, every: number, last: number): boolean =>
  every > 0 && (step % every === 0 || step === last)

/**
 * One step, whole: a stop waits for it, since weights that are ahead of the curve must never be saved. What was measured
 * goes to disk before the checkpoint does.
 */
async function oneStep(training: Training, step: number, batch: Batch): Promise<void> {
  const { folder, recipe, events, metrics, deps } = training
  const { metrics: measured, rollouts } = await trainStep(step, batch, { ...training, clock: deps.clock })
  const due = isDue(step, recipe.validateEvery, recipe.steps)
  const heldOut = due ? await validate(training) : undefined
  await writeRollouts(folder, step, rollouts)
  const data = { ...measured, ...(heldOut ? heldOutMetrics(heldOut) : {}) }
  await metrics.add({ step, at: deps.now(), data })
  if (heldOut && heldOut.total > 0) await events.say({ type: 'validation', step, ...heldOut })
}

/** The batch of any step; the same whenever it is asked for. @throws Failure `training.noPrompts` */
function batchOf({ recipe, train, seed }: Training): (step: number) => Batch {
  const { prompts: size, mix, redraws } = recipe
  const draw = batches({ kinds: train.map(({ sample }) => sample.kind), size, mix, seed })
  if (!draw) throw new Failure('training.noPrompts')
  const prompts = (places: readonly number[]): Prompt[] => places.flatMap((place) => train[place] ?? [])
  return (step) => {
    const usual = prompts(draw.of(step))
    return { prompts: usual, spares: usual.map((_, slot) => prompts(draw.spares(step, slot, redraws))) }
  }
}

/** @param from the last step that is in the weights */
async function trainSteps(training: Training, from: number): Promise<void> {
  const { recipe, events, stopWanted, metrics, deps } = training
  const { steps, checkpointEvery, validateEvery } = recipe
  const batch = batchOf(training)
  if (from === 0 && validateEvery > 0) {
    const heldOut = await validate(training)
    if (heldOut.total > 0) {
      await metrics.add({ step: 0, at: deps.now(), data: heldOutMetrics(heldOut) })
      await events.say({ type: 'validation', step: 0, ...heldOut })
    }
  }
  let saved = from
  for (let step = from + 1; step <= steps && !stopWanted(); step++) {
    await oneStep(training, step, batch(step))
    from = step
    if (isDue(step, checkpointEvery, steps)) {
      await save(training, step)
      saved = step
    }
  }
  if (from === steps) return events.say({ type: 'done', step: steps })
  await events.say({ type: 'stopping' })
  if (saved < from) await save(training, from)
  await events.say({ type: 'stopped', step: from })
}

/**
 * Loads the latest complete checkpoint, or the start. One that cannot be read is set aside, so that nobody is offered
 * it again, and training goes on from the one before it.
 */
async function openLatest(order: TrainOrder, deps: TrainDeps): Promise<{ policy: Policy; from: number }> {
  for (const step of await completeCheckpoints(order.folder)) {
    const model = join(order.folder, checkpointFolder(step))
    let policy: Policy | undefined
    try {
      policy = await openPolicy({ ...order, model }, deps.openEngine)
      await policy.engine.load(model, { optimizer: true })
      return { policy, from: step }
    } catch (error) {
      await policy?.engine.close()
      if (!isDamage(error)) throw error
      await rename(model, `${model}.damaged-${deps.clock().toFixed(0)}`)
    }
  }
  return { policy: await openPolicy(order, deps.openEngine), from: 0 }
}

/** Asks the run's start beside the policy that is trained. */
async function withStart<T>(
  order: TrainOrder,
  deps: TrainDeps,
  ask: (start: Policy) => Promise<T>,
): Promise<T> {
  const start = await openPolicy(order, deps.openEngine)
  try {
    return await ask(start)
  } finally {
    await start.engine.close()
  }
}

/** What is wrong with the files themselves; anything else would come again with the next ones. */
const isDamage = (error: unknown): boolean =>
  error instanceof Failure || (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Errors of the system that a user can act on, as what they mean. */
export function asFailure(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  const full = code === 'ENOSPC' || code === 'EDQUOT' || /disk (?:is|or).*full/.test(message ?? '')
  return full ? new Failure('disk.full', {}, String(error)) : error
}

async function trainLocked(order: TrainOrder, deps: TrainDeps, stopWanted: () => boolean): Promise<void> {
  const { folder } = order
  const events = await EventFile.open(folder, deps.now)
  let training: Training | undefined
  try {
    const about = await readRun(folder)
    await events.say({ type: 'started', attempt: events.attempt })
    const { policy, from } = await openLatest(order, deps)
    const metrics = await LineFile.open(join(folder, METRICS_FILE))
    const reference = about.recipe.klWeight > 0 ? await deps.openEngine(order) : undefined
    const { train, heldOut } = await readPrompts(folder, policy)
    training = { ...about, train, heldOut, folder, policy, reference, events, metrics, deps, stopWanted }
    const askStart = <T>(ask: (start: Policy) => Promise<T>): Promise<T> =>
      from === 0 ? ask(policy) : withStart(order, deps, ask)
    const live = await soundPrompts(train, { ...about, folder, askStart })
    await trainSteps({ ...training, train: live }, from)
  } catch (raw) {
    const error = asFailure(raw)
    const { code, values, detail } = tellFailure(error)
    // The disk that failed may not take this word either; the process says it too.
    await events.say({ type: 'failed', code, values, detail }).catch(() => undefined)
    throw error
  } finally {
    await training?.policy.engine.close()
    await training?.reference?.close()
  }
}

/**
 * Trains until the run's last step, or until a stop is wanted; then everything is kept, and the same order later goes
 * on as if nothing had happened.
 *
 * @throws Failure why it could not
 */
export async function trainRun(order: TrainOrder, deps: TrainDeps, stopWanted: () => boolean): Promise<void> {
  let unlock: (() => void) | undefined
  try {
    unlock = await lockRun(order.folder)
    await trainLocked(order, deps, stopWanted)
  } catch (error) {
    throw asFailure(error)
  } finally {
    unlock?.()
  }
}
