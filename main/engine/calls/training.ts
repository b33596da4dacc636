import { join } from 'node:path'
import type { Handlers } from '#core/contract/contract.ts'
import type { Sample } from '#core/sample/sample.ts'
import { regrade } from '#core/training/regrade.ts'
import { sampleOf } from '../dataset/pages.ts'
import { findDataset } from '../project/dataset-records.ts'
import { datasetsOf } from '../project/folder.ts'
import type { EngineHost } from './engine-host.ts'
import type { PreflightCall } from './preflight.ts'
import type { FollowCall } from './training-follow.ts'

type TrainingCall = Exclude<
  Extract<keyof Handlers, `training.${string}`>,
  'training.start' | 'training.startOnHost' | PreflightCall | FollowCall
>

export function trainingCalls(engine: EngineHost): Handlers<TrainingCall> {
  const runs = () => engine.project().runs
  /** Undefined where the project no longer has it, or never had. */
  const sample = async (dataset: string, id: string): Promise<Sample | undefined> => {
    const { folder } = engine.project()
    try {
      const { hash } = await findDataset(folder.store, dataset)
      return (await sampleOf(join(datasetsOf(folder.folder), hash), id)).sample
    } catch {
      return undefined
    }
  }
  return {
    'training.runs': () => runs().list(),
    'training.run': ({ id }) => runs().view(id),
    'training.points': ({ id, after }) => runs().points(id, after),
    'training.groups': async ({ id, step, after, limit }) => {
      const all = await runs().groups(id, step)
      const from = /^\d{1,9}$/.test(after ?? '') ? Number(after) : 0
      const next = from + limit
      return {
        rows: all.slice(from, next),
        total: all.length,
        ...(next < all.length ? { next: String(next) } : {}),
      }
    },
    'training.group': async ({ id, step, group }) => {
      const { run, rollouts } = await runs().rollouts(id, step, group)
      const asked = await sample(run.dataset, rollouts[0]?.sample_id ?? '')
      return {
        rollouts: rollouts.map((rollout) => ({ ...rollout, grades: regrade(rollout, asked) })),
        ...(asked ? { sample: asked } : {}),
      }
    },
    'training.open': ({ path }) => runs().open(path),
    'training.forget': ({ id }) => runs().forget(id),
    'training.export': ({ id, file }) => runs().export(id, file),
  }
}
