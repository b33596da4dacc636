/**
 * What following a training costs it: the share of a step's CPU time that is spent inside the kit's callbacks, for the
 * small policy and for a larger model of its architecture with random weights.
 * Run: node scripts/run.mjs tests/real/host-kit/cost.ts [--steps N]
 */
import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readMetricLine } from '#core/training/metric-line.ts'
import { presetRecipe, trlConfig } from '#core/training/trl-recipe.ts'
import { findPython, LACKING, TRL_PYTHON } from '../environment.ts'
import { makeRun, type Trainer, train, writeRows } from './runs.ts'

const ROOT = join(import.meta.dirname, '../../..')
const STEPS = Number(/--steps[= ](\d+)/.exec(process.argv.join(' '))?.[1] ?? 4)
/** Of the CPU time of a step. */
const MOST = 0.01

/** @returns whether the share is as small as it has to be */
async function costs(trainer: Trainer, name: string, model: string, parameters: string): Promise<boolean> {
  const config = {
    ...trlConfig({
      ...presetRecipe('thisComputer'),
      ...{ steps: STEPS, prompts: 4, group: 4, microBatch: 8, maxTokens: 32 },
      ...{ checkpointEvery: 2, validateEvery: 0 },
    }),
    ...{ model, rows: join(trainer.work, 'rows.jsonl'), seed: 1, device: 'cpu', threads: 1 },
  }
  const folder = await makeRun(trainer, name, config)
  const running = train(trainer, folder)
  if ((await running.ended) !== 0) {
    console.log(running.said().slice(-2000))
    return false
  }
  const points = (await readFile(join(folder, 'metrics.jsonl'), 'utf8'))
    .split('\n')
    .flatMap((line) => readMetricLine(line) ?? [])
  // The first step's time holds what is loaded; its callbacks' stand with the second's.
  const later = points.filter(({ step }) => step > 1)
  const sum = (metric: string): number => later.reduce((all, { values }) => all + (values[metric] ?? 0), 0)
  const [cpu, inside, reward] = [sum('time/cpu'), sum('time/callbacks'), sum('time/reward')]
  const share = (part: number): string => `${((part / cpu) * 100).toFixed(2)} %`
  console.log(
    `${inside / cpu <= MOST ? 'yes' : 'NO '}  ${name}, ${parameters} parameters, ${later.length} steps of ` +
      `${(cpu / later.length).toFixed(2)} s CPU: callbacks ${share(inside)}, rewards ${share(reward)}`,
  )
  return inside / cpu <= MOST
}

const found = findPython(TRL_PYTHON)
if (found.python === undefined) {
  console.log(`not checked: ${found.why}`)
  process.exit(LACKING)
}
const work = await mkdtemp(join(tmpdir(), 'looptool-cost-'))
try {
  const small = join(ROOT, 'resources', 'nano')
  const trainer = { python: found.python, kit: join(work, 'kit'), work }
  await cp(join(ROOT, 'resources', 'host'), trainer.kit, { recursive: true })
  await writeRows(join(work, 'rows.jsonl'))
  const larger = join(work, 'larger')
  const args = [join(import.meta.dirname, 'larger.py'), small, larger, '384', '8']
  const made = spawnSync(trainer.python, args, { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(made.stderr.slice(-2000))
  const fits = [
    await costs(trainer, 'the small policy', small, '2.2 M'),
    await costs(trainer, 'a larger model', larger, `${(Number(made.stdout.trim()) / 1e6).toFixed(1)} M`),
  ]
  process.exitCode = fits.every(Boolean) ? 0 : 1
} finally {
  await rm(work, { recursive: true, force: true })
}
