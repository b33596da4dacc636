/** The small policy on worker threads: one memory, one copy of the weights, any number of threads. */
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { Failure } from '#core/failure/failure.ts'
import { loadInto, readModelConfig, saveFrom } from './checkpoint.ts'
import { HEAD_WIDTH, type NanoConfig } from './config.ts'
import { DrawQueue } from './draw-queue.ts'
import type {
  Completion,
  GenerateOptions,
  GrpoOptions,
  GrpoReport,
  NanoEngine,
  SaveOptions,
  StepOptions,
  SupervisedReport,
  SupervisedSequence,
  TrainGroup,
} from './engine.ts'
import { type LossSums, noSums, rowsOfGroup, rowsOfSequence } from './gradient.ts'
import { compileKernels } from './kernels.ts'
import { toGroupUnits, toSupervisedUnits } from './loss-scale.ts'
import { type MemoryPlan, planMemory } from './memory-plan.ts'
import { intoShards, spread } from './shards.ts'
import type { Task } from './task.ts'
import { sizeOf } from './tensors.ts'
import { Threads } from './threads.ts'
import { TurnLock } from './turn-lock.ts'
import { turnWords } from './update.ts'
import { freshWeights } from './weights.ts'

/** A model that has learnt nothing: its shape and the seed of its first weights. */
export interface FreshModel {
  readonly config: NanoConfig
  readonly seed: number
}

export interface PoolOptions {
  /** resources/nano/kernels.wasm. */
  readonly kernels: string
  /** worker.ts, as a file that a worker thread can run. */
  readonly workerFile: string | URL
  /** A folder with model.safetensors and config.json, or a fresh model. */
  readonly model: string | FreshModel
  /** Worker threads; default: as many as processors, at most 8. */
  readonly workers?: number
}

/** RoPE's cosines and sines of every position: 16 and 16. */
function fillTurns(floats: Float32Array, plan: MemoryPlan): void {
  const half = HEAD_WIDTH / 2
  for (let position = 0; position < plan.config.context; position++) {
    for (let i = 0; i < half; i++) {
      const angle = position / plan.config.ropeTheta ** (i / half)
      const at = plan.turns / 4 + position * HEAD_WIDTH + i
      floats[at] = Math.cos(angle)
      floats[at + half] = Math.sin(angle)
    }
  }
}

class Pool implements NanoEngine {
  readonly config: NanoConfig
  private readonly plan: MemoryPlan
  private readonly floats: Float32Array
  private readonly threads: Threads
  private readonly draws: DrawQueue
  private readonly turns = new TurnLock()
  /** Updates so far, as AdamW counts them. */
  private steps = 0

  constructor(options: PoolOptions, config: NanoConfig, wasm: WebAssembly.Module, workers: number) {
    this.config = config
    this.plan = planMemory(config, workers)
    const { pages } = this.plan
    const memory = new WebAssembly.Memory({ initial: pages, maximum: 32_768, shared: true })
    this.floats = new Float32Array(memory.buffer)
    fillTurns(this.floats, this.plan)
    this.draws = new DrawQueue(config, workers)
    const setups = Array.from({ length: workers }, (_, worker) => ({ wasm, memory, config, workers, worker }))
    this.threads = new Threads(options.workerFile, setups, this.draws.take)
  }

  generate(
    prompts: readonly Int32Array[],
    options: GenerateOptions,
  ): Promise<readonly (readonly Completion[])[]> {
    return this.turns.read(() => {
      const all = Promise.all(prompts.map((prompt) => this.draws.add(prompt, options)))
      // Calls that come in the same turn of the event loop are drawn together.
      setImmediate(() => this.threads.wake())
      return all
    })
  }

  logprobs(prompt: Int32Array, completions: readonly Int32Array[]): Promise<readonly Float32Array[]> {
    const { context } = this.config
    return this.turns.read(() => {
      const tokens = prompt.length + Math.max(0, ...completions.map(({ length }) => length))
      if (tokens > context) throw new Failure('policy.promptTooLong', { tokens, context })
      return this.threads.run({ kind: 'logprobs', prompt, completions })
    })
  }

  supervisedStep(sequences: readonly SupervisedSequence[], options: StepOptions): Promise<SupervisedReport> {
    return this.turns.write(async () => {
      const began = performance.now()
      const units = toSupervisedUnits(sequences)
      const shards = intoShards(units, rowsOfSequence)
      const sums = await this.gradient(shards.map((units, shard) => ({ kind: 'sequences', shard, units })))
      const gradNorm = await this.update(shards.length, sums.loss, options)
      const tokens = units.reduce((sum, unit) => sum + unit.tokens.length, 0)
      return { loss: sums.loss, gradNorm, tokens, seconds: (performance.now() - began) / 1000 }
    })
  }

  grpoStep(groups: readonly TrainGroup[], options: GrpoOptions): Promise<GrpoReport> {
    return this.turns.write(async () => {
      const began = performance.now()
      const { clipLow, clipHigh, klWeight } = options
      const settings = { clipLow, clipHigh, klWeight }
      const shards = intoShards(toGroupUnits(groups, options), rowsOfGroup)
      const sums = await this.gradient(
        shards.map((units, shard) => ({ kind: 'groups', shard, units, settings })),
      )
      const gradNorm = shards.length > 0 ? await this.update(shards.length, sums.loss, options) : 0
      const tokens = Math.max(1, sums.tokens)
      return {
        loss: sums.loss,
        entropy: sums.entropy / tokens,
        kl: sums.kl / tokens,
        clipShare: sums.clipped / tokens,
        gradNorm,
        tokens: sums.tokens,
        seconds: (performance.now() - began) / 1000,
      }
    })
  }

  /** Gradients of all shards, each in its own region; sums in the order of the shards. */
  private async gradient(
    tasks: readonly Extract<Task, { kind: 'sequences' | 'groups' }>[],
  ): Promise<LossSums> {
    const all = await Promise.all(tasks.map((task) => this.threads.run<'sequences' | 'groups'>(task)))
    const total = noSums()
    for (const one of all) {
      total.loss += one.loss
      total.entropy += one.entropy
      total.kl += one.kl
      total.clipped += one.clipped
      total.tokens += one.tokens
    }
    return total
  }

  /** Sums the shards, measures and clips the gradient, and updates every tensor; gives the norm before the clip. */
  private async update(shards: number, loss: number, options: StepOptions): Promise<number> {
    const { all } = this.plan.tensors
    const parts = spread(all.map(sizeOf), this.threads.count)
    const order = Array.from({ length: shards }, (_, shard) => shard)
    const squares = new Float64Array(all.length)
    const reduced = await Promise.all(
      parts.map((tensors) => this.threads.run({ kind: 'reduce', tensors, shards: order })),
    )
    reduced.forEach((sums, part) => {
      sums.forEach((sum, i) => {
        squares[parts[part]?.[i] ?? 0] = sum
      })
    })
    const gradNorm = Math.sqrt(squares.reduce((sum, square) => sum + square, 0))
    if (!Number.isFinite(loss) || !Number.isFinite(gradNorm)) throw new Failure('policy.lossNotFinite')
    const { gradClip } = options
    const scale = gradClip > 0 && gradNorm > gradClip ? gradClip / gradNorm : 1
    const update = { ...options, step: ++this.steps, scale }
    await Promise.all(parts.map((tensors) => this.threads.run({ kind: 'update', tensors, shard: 0, update })))
    return gradNorm
  }

  save(folder: string, options: SaveOptions): Promise<void> {
    return this.turns.read(() => saveFrom(this.floats, this.plan, folder, options, this.steps))
  }

  load(folder: string, options: { readonly optimizer: boolean }): Promise<void> {
    return this.turns.write(async () => {
      this.steps = await loadInto(this.floats, this.plan, folder, options)
      this.weightsChanged()
    })
  }

  start({ config, seed }: FreshModel): void {
    freshWeights(this.floats, this.plan, config, seed)
    this.weightsChanged()
  }

  private weightsChanged(): void {
    turnWords({ floats: this.floats, config: this.config, plan: this.plan, tensors: this.plan.tensors })
  }

  close(): Promise<void> {
    return this.threads.close()
  }
}

/** Starts the threads and loads the model, or begins a fresh one. */
export async function openNanoPool(options: PoolOptions): Promise<NanoEngine> {
  const { model } = options
  const config = typeof model === 'string' ? await readModelConfig(model) : model.config
  const wasm = await compileKernels(await readFile(options.kernels))
  const workers = Math.max(1, options.workers ?? Math.min(8, availableParallelism()))
  const pool = new Pool(options, config, wasm, workers)
  try {
    if (typeof model === 'string') await pool.load(model, { optimizer: false })
    else pool.start(model)
  } catch (error) {
    await pool.close()
    throw error
  }
  return pool
}
