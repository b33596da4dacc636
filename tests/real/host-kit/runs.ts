/** Trainings of the host kit in processes of their own, killed and looked at. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { SMALL_ENDPOINT } from '#core/sample/policy-prompt.ts'
import { trlRow } from '#core/sample/trl-row.ts'
import { readEventLine, type TrainingEvent } from '#core/training/event.ts'
import { readMetricLine } from '#core/training/metric-line.ts'
import { sampleProjectSamples } from '../../../scripts/nano/sample-project-set.ts'

/** Rows of the sample project's dialogs, a fifth of them held out. */
export async function writeRows(file: string): Promise<void> {
  const samples = await sampleProjectSamples(60, 77)
  const lines = samples.map((sample, i) => {
    const part = i % 5 === 0 ? 'heldOut' : 'train'
    return `${JSON.stringify(trlRow(sample, { part, endpoint: SMALL_ENDPOINT, preamble: '' }))}\n`
  })
  await writeFile(file, lines.join(''))
}

export interface Trainer {
  readonly python: string
  readonly kit: string
  readonly work: string
}

export type Config = Readonly<Record<string, unknown>>

/** Name of the run's folder, and its config written there. */
export async function makeRun({ work }: Trainer, name: string, config: Config): Promise<string> {
  const folder = join(work, name)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'config.json'), JSON.stringify({ format: 1, id: 'run', ...config }))
  return folder
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  /** Both outputs so far. */
  said(): string
}

export function train({ python, kit }: Trainer, folder: string): Running {
  const child = spawn(python, ['-I', join(kit, 'train_trl.py'), join(folder, 'config.json')], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => {
      text += piece.toString()
    })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, ended, said: () => text }
}

/** Ends the whole group at once, as a lost machine would. */
export function killHard({ child }: Running): void {
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
}

const linesOf = (folder: string, file: string): string[] => {
  const path = join(folder, file)
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []
}

export const eventsOf = (folder: string): TrainingEvent[] =>
  linesOf(folder, 'events.jsonl').flatMap((line) => readEventLine(line) ?? [])

/** Steps as they were written, one after another. */
export const stepsWritten = (folder: string): number[] =>
  linesOf(folder, 'metrics.jsonl').flatMap((line) => readMetricLine(line)?.step ?? [])

/** What was measured by step, the last line of each, times left out. */
export function curve(folder: string): Map<number, string> {
  const points = new Map<number, string>()
  for (const line of linesOf(folder, 'metrics.jsonl')) {
    const point = readMetricLine(line)
    if (point === undefined) continue
    const values = Object.entries(point.values).filter(([name]) => !name.startsWith('time/'))
    points.set(point.step, JSON.stringify(values.sort()))
  }
  return points
}

/** Waits until a run has done so many steps, or has ended. */
export async function untilStep(running: Running, folder: string, step: number): Promise<void> {
  while (running.child.exitCode === null && !stepsWritten(folder).some((one) => one >= step)) await later(20)
}

/** Waits until a run has told such an event, or has ended. */
export async function untilEvent(
  running: Running,
  folder: string,
  type: TrainingEvent['type'],
): Promise<void> {
  while (running.child.exitCode === null && !eventsOf(folder).some((event) => event.type === type))
    await later(20)
}

const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex')

/** Hashes of what a run has to show: its rollouts, and the tensors of its last checkpoint. */
export async function results(folder: string, step: number, weights: string): Promise<Map<string, string>> {
  const told = new Map<string, string>()
  for (const name of (await readdir(join(folder, 'rollouts'))).sort())
    told.set(`rollouts/${name}`, sha256(await readFile(join(folder, 'rollouts', name))))
  for (const name of [weights, 'optimizer.pt'])
    told.set(name, sha256(await readFile(join(folder, 'checkpoints', `step-${step}`, name))))
  return told
}
