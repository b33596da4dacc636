/** What the pool asks its threads, and how they answer. */
import type { NanoConfig } from './config.ts'
import { type DrawUnit, drawCompletions } from './decode.ts'
import type { Completion } from './engine.ts'
import {
  type ClipSettings,
  completionLogprobs,
  type GroupUnit,
  gradientOfGroups,
  gradientOfSequences,
  type LossSums,
  type SupervisedUnit,
} from './gradient.ts'
import type { Model } from './model.ts'
import type { Tensor } from './tensors.ts'
import { sumParts, type Update, updateTensor } from './update.ts'

export interface WorkerSetup {
  readonly wasm: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  readonly config: NanoConfig
  readonly workers: number
  /** Which of the arenas is this thread's. */
  readonly worker: number
}

export type Task =
  | { readonly kind: 'draw'; readonly units: readonly DrawUnit[] }
  | { readonly kind: 'logprobs'; readonly prompt: Int32Array; readonly completions: readonly Int32Array[] }
  | { readonly kind: 'sequences'; readonly shard: number; readonly units: readonly SupervisedUnit[] }
  | {
      readonly kind: 'groups'
      readonly shard: number
      readonly units: readonly GroupUnit[]
      readonly settings: ClipSettings
    }
  /** Sums the shards' gradients of these tensors (by index) into the first shard's. */
  | { readonly kind: 'reduce'; readonly tensors: readonly number[]; readonly shards: readonly number[] }
  | {
      readonly kind: 'update'
      readonly tensors: readonly number[]
      readonly shard: number
      readonly update: Update
    }

export interface Answers {
  readonly draw: Completion[][]
  readonly logprobs: Float32Array[]
  readonly sequences: LossSums
  readonly groups: LossSums
  /** Sum of squares of each tensor's gradient. */
  readonly reduce: number[]
  readonly update: null
}

export type Answer = Answers[Task['kind']]

export interface Ask {
  readonly id: number
  readonly task: Task
}

export type Reply =
  | { readonly id: number; readonly ok: true; readonly answer: Answer }
  | {
      readonly id: number
      readonly ok: false
      /** A Failure's code and values, if it was one. */
      readonly code?: string
      readonly values: Readonly<Record<string, string | number>>
      readonly message: string
    }

const gradientsAt = (model: Model, shard: number): number => {
  const at = model.plan.gradients[shard]
  if (at === undefined) throw new RangeError(`no shard ${shard}`)
  return at
}

const tensorsAt = (model: Model, indices: readonly number[]): Tensor[] =>
  indices.flatMap((index) => model.tensors.all[index] ?? [])

/** Does a task on this thread's part of the memory. */
export function perform(model: Model, task: Task): Answer {
  switch (task.kind) {
    case 'draw':
      return drawCompletions(model, task.units)
    case 'logprobs':
      return completionLogprobs(model, task.prompt, task.completions)
    case 'sequences':
      return gradientOfSequences(model, task.units, gradientsAt(model, task.shard))
    case 'groups':
      return gradientOfGroups(model, task.units, task.settings, gradientsAt(model, task.shard))
    case 'reduce': {
      const parts = task.shards.map((shard) => gradientsAt(model, shard))
      return tensorsAt(model, task.tensors).map((tensor) => sumParts(model, tensor, parts))
    }
    case 'update':
      for (const tensor of tensorsAt(model, task.tensors)) {
        updateTensor(model, tensor, gradientsAt(model, task.shard), task.update)
      }
      return null
  }
}
