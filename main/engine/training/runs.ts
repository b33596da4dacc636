/** The runs of a project, and the logs that were opened beside them, as the window sees them. */
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Checkpoint, PointPage, RunEnd, RunRow, RunView } from '#core/contract/training-views.ts'
import { Failure } from '#core/failure/failure.ts'
import { readStart } from '#core/training/chain.ts'
import { stateOf, type TrainingEvent } from '#core/training/event.ts'
import { healthOf } from '#core/training/health.ts'
import { formatOf, type LogFormat } from '#core/training/log-format.ts'
import type { Rollout, RolloutGroup } from '#core/training/rollout.ts'
import type { Run, Trainer } from '#core/training/run.ts'
import { batchOf } from '#core/training/series.ts'
import type { Stall } from '#core/training/stall.ts'
import { Digests } from './digests.ts'
import { exportCsv } from './export-csv.ts'
import { type Log, printCursor, readCursor, readStretch } from './log-stretch.ts'
import { type OpenedLog, OpenedLogs } from './opened-logs.ts'
import { groupsOf, rolloutsOf } from './rollouts.ts'
import * as folders from './run-folder.ts'
import { RunWatch } from './run-watch.ts'

export interface RunsDeps {
  readonly runsFolder: string
  readonly now: () => Date
  readonly grew: (id: string) => void
  standing(id: string): Promise<RunStanding>
  /** What only the page of one run shows. */
  about(id: string): Promise<RunAbout>
  /** Of a run's folder: the complete checkpoints, first to last. */
  checkpoints(folder: string, named: ReadonlySet<number>): Promise<StoredCheckpoints>
}

export interface StoredCheckpoints {
  readonly checkpoints: readonly Checkpoint[]
  /** When the host was last looked at. ISO 8601. */
  readonly lookedAt: string | undefined
}

export interface RunAbout {
  readonly host?: string
  readonly end?: RunEnd
  /** Steps whose checkpoints something of the project needs. */
  readonly named: ReadonlySet<number>
}

/** What is known here of whoever trains a run. */
export interface RunStanding {
  /** Whether somebody trains it now; undefined where nobody here could know. */
  readonly alive: boolean | undefined
  readonly stall?: Stall
}

interface Source {
  readonly id: string
  readonly from: 'project' | 'file'
  readonly log: Log
  readonly trainer: Trainer | 'unknown'
  /** Only of a run folder. */
  readonly folder?: string
  readonly run?: Run
}

const TRAINER_OF: Readonly<Record<LogFormat, Trainer | 'unknown'>> = {
  metrics: 'unknown',
  'verl-console': 'verl',
  'trl-state': 'trl',
  'trl-console': 'trl',
}

const openedSource = (opened: OpenedLog): Source => ({
  id: opened.id,
  from: 'file',
  log: opened,
  trainer: TRAINER_OF[opened.format],
})

export class Runs {
  private readonly deps: RunsDeps
  private readonly opened: OpenedLogs
  private readonly digests = new Digests()
  private readonly watch: RunWatch

  constructor(deps: RunsDeps) {
    this.deps = deps
    this.opened = new OpenedLogs(join(deps.runsFolder, 'opened.json'))
    this.watch = new RunWatch(deps.grew, () => deps.now().getTime())
  }

  close(): void {
    this.watch.close()
  }

  /** Looks once for growth at whatever is watched; between times it is done by itself. */
  lookForGrowth(): Promise<void> {
    return this.watch.check()
  }

  /** Latest news first. A folder that is no run is left out; a damaged one fails only when it is opened. */
  async list(): Promise<RunRow[]> {
    const names = await folders.runNames(this.deps.runsFolder)
    const runs = await Promise.all(names.map((name) => this.folderSource(name).catch(() => undefined)))
    const sources = [
      ...runs.filter((source) => source !== undefined),
      ...(await this.opened.list()).map(openedSource),
    ]
    const rows = await Promise.all(sources.map((source) => this.row(source).catch(() => undefined)))
    await this.watch.look('', [this.deps.runsFolder])
    return rows
      .filter((row) => row !== undefined)
      .sort((a, b) => (b.newsAt ?? '').localeCompare(a.newsAt ?? '') || a.id.localeCompare(b.id))
  }

  /** @throws Failure `run.notFound`, `run.damaged`, `file.*` */
  async view(id: string): Promise<RunView> {
    const source = await this.source(id)
    const { folder, run, log } = source
    const events = folder ? await folders.readEvents(folder) : []
    const row = await this.row(source, events)
    const { digest } = await this.digests.of(id, log)
    const { end, host, named } =
      folder === undefined ? { named: new Set<number>() } : await this.deps.about(id)
    const stored = folder === undefined ? undefined : await this.deps.checkpoints(folder, named)
    return {
      row,
      place: folder ?? log.file,
      settings: JSON.stringify(run?.settings ?? {}),
      start: run?.start.checkpoint ?? '',
      events,
      checkpoints: stored?.checkpoints ?? [],
      ...(host === undefined
        ? {}
        : { host: { id: host, ...(stored?.lookedAt === undefined ? {} : { lookedAt: stored.lookedAt }) } }),
      ...(end ? { end } : {}),
      metrics: [...digest.names],
      rolloutSteps: folder ? await folders.rolloutSteps(folder) : [],
    }
  }

  /** @throws Failure `run.notFound`, `file.*` */
  async points(id: string, after: string | undefined): Promise<PointPage> {
    const { log, from } = await this.source(id)
    const cursor = readCursor(after)
    const read = readStretch(log, cursor)
    // A run that has only begun has no log yet.
    const stretch = await (from === 'file'
      ? read
      : read.catch((error: unknown) => {
          if (error instanceof Failure && error.code === 'file.notFound') return undefined
          throw error
        }))
    const points = stretch?.points ?? []
    return {
      ...batchOf(points, formatOf(log.format).merges),
      cursor: printCursor(stretch?.cursor ?? cursor),
      more: stretch?.more ?? false,
      reset: stretch?.reset ?? false,
    }
  }

  /** @throws Failure `run.notFound`, `run.damaged` */
  async checkpoints(id: string): Promise<folders.StoredCheckpoint[]> {
    const { folder } = await this.source(id)
    return folder ? folders.readCheckpoints(folder) : []
  }

  /** Steps of those that are here and that the small policy's engine can play. */
  async playable(id: string): Promise<number[]> {
    const { folder } = await this.source(id)
    const { checkpoints } = folder ? await this.deps.checkpoints(folder, new Set()) : { checkpoints: [] }
    return checkpoints.flatMap(({ step, playable }) => (playable ? [step] : []))
  }

  async groups(id: string, step: number): Promise<RolloutGroup[]> {
    const { folder } = await this.source(id)
    return folder ? groupsOf(folders.rolloutFile(folder, step)) : []
  }

  /** @throws Failure `rollout.notFound` */
  async rollouts(id: string, step: number, group: string): Promise<{ run: Run; rollouts: Rollout[] }> {
    const { folder, run } = await this.source(id)
    const rollouts = folder ? await rolloutsOf(folders.rolloutFile(folder, step), group) : []
    if (!run || rollouts.length === 0) throw new Failure('rollout.notFound', { step, group })
    return { run, rollouts }
  }

  /** @throws Failure `file.*`, `log.unknown` */
  async open(path: string): Promise<RunRow> {
    const opened = await this.opened.open(path)
    this.digests.forget(opened.id)
    return this.row(openedSource(opened))
  }

  async forget(id: string): Promise<void> {
    await this.opened.forget(id)
    this.digests.forget(id)
  }

  /** @throws Failure `export.notCsv`, `file.unwritable` */
  async export(id: string, file: string): Promise<number> {
    if (!file.toLowerCase().endsWith('.csv')) throw new Failure('export.notCsv', { file })
    const { log } = await this.source(id)
    return exportCsv(log, file)
  }

  private async source(id: string): Promise<Source> {
    const opened = (await this.opened.list()).find((one) => one.id === id)
    return opened ? openedSource(opened) : this.folderSource(id)
  }

  private async folderSource(id: string): Promise<Source> {
    if (!folders.isRunName(id)) throw new Failure('run.notFound')
    const folder = join(this.deps.runsFolder, id)
    const run = await folders.readRun(folder)
    const log = { file: join(folder, folders.RUN_FILES.metrics), format: 'metrics' as const }
    return { id, from: 'project', log, trainer: run.trainer, folder, run }
  }

  private async row(source: Source, known?: readonly TrainingEvent[]): Promise<RunRow> {
    const { id, from, log, trainer, folder, run } = source
    const events = known ?? (folder ? await folders.readEvents(folder) : [])
    const { digest, unread } = await this.digests.of(id, log)
    await this.watch.look(id, [log.file, ...(folder ? [join(folder, folders.RUN_FILES.events)] : [])])
    if (unread > 0) this.watch.again(id)
    const { alive, stall }: RunStanding =
      from === 'file' ? { alive: undefined } : await this.deps.standing(id)
    const state = from === 'file' ? 'unknown' : stateOf(events, alive)
    const newsAt = await newsOf(log, events)
    const reward = digest.last?.values['reward/mean'] ?? undefined
    const heldOut = digest.validations.at(-1)
    return {
      id,
      title: run?.title ?? basename(log.file),
      from,
      trainer,
      state,
      ...(digest.last ? { step: digest.last.step } : {}),
      ...(run ? { steps: run.steps, dataset: run.dataset, start: readStart(run.start.checkpoint) } : {}),
      ...(run?.round == null ? {} : { round: run.round }),
      ...(newsAt === undefined ? {} : { newsAt }),
      ...(reward === undefined ? {} : { reward }),
      ...(heldOut ? { heldOut: { value: heldOut.value, measure: heldOut.measure, step: heldOut.step } } : {}),
      health: healthOf(digest, stall),
      ...(stall ? { stall } : {}),
      unread,
    }
  }
}

/** When the log or the events last grew. ISO 8601. */
async function newsOf(log: Log, events: readonly TrainingEvent[]): Promise<string | undefined> {
  const written = await stat(log.file).then(
    ({ mtime }) => mtime.toISOString(),
    () => undefined,
  )
  const said = events.at(-1)?.at
  return [written, said]
    .filter((one) => one !== undefined)
    .sort()
    .at(-1)
}
