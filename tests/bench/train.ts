/** A training through the whole stage: job, process, files. The step's own parts are in the bench of the small policy. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readMetricLine } from '#core/training/metric-line.ts'
import { recipeSchema, trainSettingsSchema } from '#core/training/recipe.ts'
import type { Engine } from '#engine/index.ts'
import { usedByPolicies } from '#main/cli/small-policy-child.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { engineWith, smallProject } from '#tests/helpers/small-project.ts'
import { writeTinyPolicy } from '#tests/helpers/tiny-policy.ts'
import type { BenchRow } from './row.ts'

const SHIPPED = join(import.meta.dirname, '../../resources/nano')
const STEPS = 6

interface Measured {
  /** Seconds by metric, mean over the steps. */
  readonly mean: (metric: string) => number
  readonly seconds: number
  readonly cpuSeconds: number
}

async function trained(engine: Engine, folder: string, dataset: string): Promise<Measured> {
  const recipe = recipeSchema.parse({ steps: STEPS, keep: 'all', validateEvery: 0, checkpointEvery: STEPS })
  const began = performance.now()
  const before = usedByPolicies().cpuSeconds
  const { id } = await engine.handlers['training.start']({
    settings: trainSettingsSchema.parse({ dataset, recipe }),
  })
  const { state } = await engine.project().jobs.settled(id)
  if (state.name !== 'done') throw new Error(`training is ${state.name}: ${state.failure}`)
  const lines = (await readFile(join(folder, 'runs', id, 'metrics.jsonl'), 'utf8')).trim().split('\n')
  const points = lines.flatMap((line) => readMetricLine(line) ?? [])
  const mean = (metric: string): number =>
    points.reduce((sum, { values }) => sum + (values[metric] ?? 0), 0) / points.length
  return {
    mean,
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: usedByPolicies().cpuSeconds - before,
  }
}

/** With the shipped policy; where there is none, with one that has learnt nothing (its answers are longer). */
export async function benchTrain(): Promise<BenchRow[]> {
  const temp = tempFolder()
  const shipped = existsSync(join(SHIPPED, 'model.safetensors'))
  const policy = shipped ? SHIPPED : join(temp.path, 'policy')
  if (!shipped) await writeTinyPolicy(policy)
  const engine = engineWith(policy, join(temp.path, 'sample'))
  try {
    const folder = join(temp.path, 'project')
    const dataset = await smallProject(engine, folder, 150)
    const { mean, seconds, cpuSeconds } = await trained(engine, folder, dataset)
    const own = mean('time/rollout') + mean('time/update')
    const note = shipped ? 'the shipped policy' : 'a tiny policy: none is shipped'
    return [
      { name: 'train: a step of 16 × 8 through the stage', value: mean('time/step'), unit: 's', note },
      { name: 'train: of it outside drawing and updating', value: mean('time/step') - own, unit: 's' },
      {
        name: 'train: CPU a step, start and checkpoint included',
        value: cpuSeconds / STEPS,
        unit: 's',
        bar: '≤ 1.2 + start',
      },
      { name: `train: start, ${STEPS} steps, checkpoint, end`, value: seconds, unit: 's' },
    ]
  } finally {
    await engine.close()
    temp.remove()
  }
}
