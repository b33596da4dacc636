/** A run's folder: `runs/<id>/` with run.json, events.jsonl, metrics.jsonl, rollouts/ and checkpoints/. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { readEventLine, type TrainingEvent } from '#core/training/event.ts'
import { decodeRun, type Run } from '#core/training/run.ts'
import { linesOfFile } from './lines.ts'

export const RUN_FILES = { about: 'run.json', events: 'events.jsonl', metrics: 'metrics.jsonl' } as const

export interface StoredCheckpoint {
  readonly step: number
  readonly folder: string
}

/** Names that can be a run's: nothing that leads out of the folder. */
export const isRunName = (name: string): boolean => /^[\w][\w.-]{0,199}$/.test(name)

/** Names of the run folders. A project without any has no such folder. */
export async function runNames(runsFolder: string): Promise<string[]> {
  const entries = await readdir(runsFolder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory() && isRunName(entry.name)).map(({ name }) => name)
}

/** @throws Failure `run.notFound`, `run.damaged` */
export async function readRun(folder: string): Promise<Run> {
  const file = join(folder, RUN_FILES.about)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    throw new Failure('run.notFound')
  }
  try {
    return decodeRun(JSON.parse(text))
  } catch (error) {
    throw new Failure('run.damaged', { file }, error instanceof Error ? error.message : String(error))
  }
}

/** Events in order; one that is torn or unknown is left out. */
export async function readEvents(folder: string): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = []
  for await (const line of linesOfFile(join(folder, RUN_FILES.events))) {
    const event = readEventLine(line)
    if (event) events.push(event)
  }
  return events
}

const numbered = async (folder: string, pattern: RegExp): Promise<{ number: number; name: string }[]> => {
  const names = await readdir(folder).catch(() => [])
  return names
    .flatMap((name) => {
      const found = pattern.exec(name)
      return found ? [{ number: Number(found[1]), name }] : []
    })
    .sort((a, b) => a.number - b.number)
}

/** Complete checkpoints: the file that is written last is there. */
export async function readCheckpoints(folder: string): Promise<StoredCheckpoint[]> {
  const parent = join(folder, 'checkpoints')
  const found = await numbered(parent, /^step-(\d+)$/)
  const complete = await Promise.all(
    found.map(({ name }) =>
      stat(join(parent, name, 'complete.json')).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.flatMap(({ number, name }, i) =>
    complete[i] ? [{ step: number, folder: join(parent, name) }] : [],
  )
}

export const rolloutSteps = async (folder: string): Promise<number[]> =>
  (await numbered(join(folder, 'rollouts'), /^(\d+)\.jsonl$/)).map(({ number }) => number)

export const rolloutFile = (folder: string, step: number): string => join(folder, 'rollouts', `${step}.jsonl`)
