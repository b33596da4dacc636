/** A parent of three counting jobs, for tests of the engine. */
import { Failure } from '#core/failure/failure.ts'
import type { JobSpec } from '#core/job/job.ts'
import type { ParentKind } from '#engine/job/kind.ts'
import { type CountingSettings, countingSpec } from './counting-kind.ts'

export const CHAIN = ['one', 'two', 'three'] as const

export interface ChainSettings {
  readonly children: CountingSettings
  /** Of the items of one stage. */
  readonly failedShare?: number
}

export interface ChainTroubles {
  /** Stages whose spec cannot be made, as when their inputs are gone. */
  readonly gone: Set<string>
  /** Stages whose spec was asked for, in order. */
  readonly asked: string[]
  /** Stages before which a person has to do something. */
  readonly wants?: ReadonlySet<string>
}

export const chainKind = (
  troubles: ChainTroubles = { gone: new Set(), asked: [] },
): ParentKind<ChainSettings> => ({
  drive: 'parent',
  name: 'chain',
  version: 1,
  decodeSettings: (raw) => raw as ChainSettings,
  stages: () => CHAIN,
  child: async (stage, { settings }) => {
    troubles.asked.push(stage)
    if (troubles.gone.has(stage)) throw new Failure('round.inputsGone', { round: 1, what: stage })
    return countingSpec('replaced by the parent', settings.children, { title: stage, concurrency: 2 })
  },
  ask: async (stage) =>
    troubles.wants?.has(stage)
      ? { what: `${stage}:1`, reason: 'serve', detail: `before ${stage}` }
      : undefined,
  failedShare: ({ failedShare = 1 }) => failedShare,
})

export const chainSpec = (id: string, settings: ChainSettings, more: Partial<JobSpec> = {}): JobSpec =>
  countingSpec(id, settings.children, { kind: 'chain', title: 'Chain', settings, ...more })
