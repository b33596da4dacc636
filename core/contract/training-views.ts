/** Shapes of trainings that cross the door to the window. */
import type { SpokenFailure } from '../failure/failure.ts'
import type { Sample } from '../sample/sample.ts'
import type { RunStart } from '../training/chain.ts'
import type { RunState, TrainingEvent } from '../training/event.ts'
import type { Health } from '../training/health.ts'
import type { Regrade } from '../training/regrade.ts'
import type { Remedy } from '../training/remedy.ts'
import type { Rollout, RolloutGroup } from '../training/rollout.ts'
import type { Trainer } from '../training/run.ts'
import type { PointBatch } from '../training/series.ts'
import type { Stall } from '../training/stall.ts'

/** A training in a list. */
export interface RunRow {
  readonly id: string
  readonly title: string
  /** A run folder of the project, or a log that the user opened: that one can only be looked at. */
  readonly from: 'project' | 'file'
  readonly trainer: Trainer | 'unknown'
  readonly state: RunState
  /** Last step written; undefined before the first. */
  readonly step?: number
  readonly steps?: number
  readonly dataset?: string
  readonly round?: number
  /** What it says it started from; logs of others do not say. */
  readonly start?: RunStart
  /** ISO 8601. */
  readonly newsAt?: string
  /** At the last step, and at the last measurement on held-out samples. */
  readonly reward?: number
  readonly heldOut?: {
    readonly value: number
    readonly measure: 'accuracy' | 'reward'
    readonly step: number
  }
  readonly health: Health
  /** It goes on but stands still. */
  readonly stall?: Stall
  /** Bytes of the log that are not read yet. */
  readonly unread: number
}

/** A complete checkpoint, and where it lies. */
export interface Checkpoint {
  readonly step: number
  /** In the project; absent where it is not here. */
  readonly here?: CheckpointPlace
  /** On the run's host, as of the last look. */
  readonly there?: CheckpointPlace
  /** The small policy's own engine can play what is here. */
  readonly playable: boolean
  /** Something of the project needs it: it is not removed. */
  readonly named: boolean
}
export interface CheckpointPlace {
  /** Of the whole model where there is one, else of the adapter. */
  readonly folder: string
  readonly bytes: number
  /** A model that can be loaded alone; an adapter that nobody merged needs the one that it was trained on. */
  readonly whole: boolean
}

/** How a training ended before its last step, and the one thing to do about it. */
export interface RunEnd {
  readonly failure: Pick<SpokenFailure, 'code' | 'values' | 'detail'>
  readonly remedy: Remedy
}

/** Of a training on a host. */
export interface RunHost {
  readonly id: string
  /** When its checkpoints were last looked at there. ISO 8601. */
  readonly lookedAt?: string
}

/** A checkpoint that a training on the host can start from. */
export interface CheckpointOnHost {
  readonly run: string
  readonly title: string
  readonly dataset: string
  readonly step: number
  /** An adapter (LoRA) beside its whole model, or alone. */
  readonly kind: 'whole' | 'adapter'
}

export interface RunView {
  readonly row: RunRow
  /** The run's folder, or the log file. */
  readonly place: string
  /** JSON. */
  readonly settings: string
  /** "base", or the folder of the checkpoint that it started from. */
  readonly start: string
  readonly events: readonly TrainingEvent[]
  /** Complete ones only, first to last. */
  readonly checkpoints: readonly Checkpoint[]
  readonly host?: RunHost
  readonly end?: RunEnd
  /** Metrics seen so far. */
  readonly metrics: readonly string[]
  /** Steps whose rollouts were kept. */
  readonly rolloutSteps: readonly number[]
}

/** A stretch of a run's points. */
export interface PointPage extends PointBatch {
  readonly cursor: string
  /** More is there to be read now. */
  readonly more: boolean
  /** The log was written anew: what was read before no longer counts. */
  readonly reset: boolean
}

/** All rollouts of one prompt, each with what it would have earned under every match. */
export interface RolloutView {
  readonly rollouts: readonly (Rollout & { readonly grades: Regrade })[]
  /** The sample that was asked, where the project still has it. */
  readonly sample?: Sample
}
export type { RolloutGroup }
