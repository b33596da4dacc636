/** What steps of earlier trainings on a host took: what an estimate of the next one rests on. */
import { join } from 'node:path'
import type { JobView } from '#core/job/view.ts'
import type { MeasuredRun, StepSeconds } from '#core/training/estimate.ts'
import { type HostTraining, hostTrainingSchema, startName } from '#core/training/host-training.ts'
import { readMetricLine } from '#core/training/metric-line.ts'
import type { RoundHost } from './round/round-host.ts'
import { linesOfFile } from './training/lines.ts'
import { RUN_FILES } from './training/run-folder.ts'

/** The latest few say enough. */
const MOST_RUNS = 5

/** The model that a chain of trainings began with. */
function rootOf(settings: HostTraining, runs: ReadonlyMap<string, HostTraining>): string {
  const seen = new Set<string>()
  let { start } = settings
  while (start.kind === 'checkpoint' && !seen.has(start.run)) {
    seen.add(start.run)
    const before = runs.get(start.run)
    if (!before) break
    start = before.start
  }
  return startName(start)
}

/** Of a step that stands twice the last line counts. */
async function stepsIn(file: string): Promise<StepSeconds[]> {
  const steps = new Map<number, StepSeconds>()
  for await (const line of linesOfFile(file)) {
    const point = readMetricLine(line)
    const update = point?.values['time/update']
    if (point && typeof update === 'number')
      steps.set(point.step, { rollout: point.values['time/rollout'] ?? 0, update })
  }
  return [...steps].sort(([a], [b]) => a - b).map(([, step]) => step)
}

const hostRuns = (jobs: readonly JobView[]): Map<string, HostTraining> =>
  new Map(
    jobs.flatMap(({ spec }) => {
      const read = hostTrainingSchema.safeParse(spec.kind === 'train' ? spec.settings : undefined)
      return read.success ? [[spec.id, read.data] as const] : []
    }),
  )

/** Runs of the same model on the same host and kind of device, the latest first. */
export async function measuredRuns(
  { jobs, runsFolder }: Pick<RoundHost, 'jobs' | 'runsFolder'>,
  settings: HostTraining,
): Promise<MeasuredRun[]> {
  const runs = hostRuns(await jobs.list())
  const root = rootOf(settings, runs)
  const alike = [...runs].filter(
    ([, one]) =>
      one.host === settings.host &&
      (one.device === 'cpu') === (settings.device === 'cpu') &&
      rootOf(one, runs) === root,
  )
  const measured = await Promise.all(
    alike.slice(0, MOST_RUNS).map(async ([id, { recipe }]) => ({
      recipe,
      steps: await stepsIn(join(runsFolder, id, RUN_FILES.metrics)),
    })),
  )
  return measured.filter(({ steps }) => steps.length > 0)
}
