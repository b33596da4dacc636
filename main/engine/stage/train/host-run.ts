/** A training on a host: its folder here, and what it needs brought there. */
import { mkdir, open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { SMALL_ENDPOINT } from '#core/sample/policy-prompt.ts'
import { type TrlRow, trlRow } from '#core/sample/trl-row.ts'
import { type HostTraining, hostTrainerConfig, startPlace } from '#core/training/host-training.ts'
import type { Checkpoint } from '#core/training/recipe.ts'
import type { Run } from '#core/training/run.ts'
import { Detached, type Program } from '../../host/detached.ts'
import { FROM_FILE, fromFile } from '../../host/from-file.ts'
import type { Host } from '../../host/host.ts'
import type { Kit } from '../../host/kit.ts'
import { RUN_FILE, writeWhole } from '../../inference/small-policy/run-files.ts'
import type { JobContext } from '../../job/kind.ts'
import { type BringDeps, bringStart } from './bring-start.ts'
import { HostCheckpoints } from './host-checkpoints.ts'
import { HostMirror } from './host-mirror.ts'
import { HostWork } from './host-work.ts'
import type { PromptSources } from './prompts.ts'
import { StallWatch } from './stall-watch.ts'

export interface HostRunDeps extends BringDeps {
  readonly kit: Kit
  /** The project's name: others who look at the host see whose it is. */
  readonly project: string
  /** What opens the prompts of the release's layout. */
  preamble(): Promise<string>
  /** ISO 8601. */
  now(): string
  /** Checkpoints of any run that something of the project names: they are never removed. */
  named(): Promise<readonly Checkpoint[]>
  /** Milliseconds between two looks at a work; a second unless named. */
  readonly lookEveryMs?: number
}

const ROWS_FILE = 'rows.jsonl'
const CONFIG_FILE = 'config.json'
/** A step of a large model takes minutes; a stop waits for the one in hand. */
const GRACE_MS = 20 * 60_000
const EVERY_MS = 1000
const PATIENCE_MS = 3000

/** @throws Failure `host.gone`, `disk.full` */
export async function startOnHost(
  deps: HostRunDeps & PromptSources,
  { spec, settings }: JobContext<HostTraining>,
): Promise<HostWork> {
  const folder = join(deps.runsFolder, spec.id)
  await claimHere(deps, folder, { spec, settings })
  const host = await deps.openHost(settings.host)
  const detached = new Detached(host, deps.kit, spec.id)
  const { named, now } = deps
  const run = spec.id
  return new HostWork({
    folder,
    checkpoints: new HostCheckpoints({ host, run, there: detached.folder, here: folder, now, named }),
    fetchLast: settings.fetchLast === true,
    steps: settings.recipe.steps,
    detached,
    mirror: new HostMirror(host, detached.folder, folder),
    python: settings.python,
    stalls: new StallWatch({
      ...{ folder, now: deps.now, measureEvery: settings.recipe.validateEvery },
      ...(settings.gpu === undefined ? {} : { gpu: settings.gpu }),
    }),
    prepare: () => bring({ deps, host, detached, folder, id: spec.id, title: spec.title, settings }),
    now: deps.now,
    everyMs: deps.lookEveryMs ?? EVERY_MS,
    graceMs: GRACE_MS,
    patienceMs: PATIENCE_MS,
  })
}

type Asked = Pick<JobContext<HostTraining>, 'spec' | 'settings'>

/** The run's folder here; run.json comes last, and with it the run exists. */
async function claimHere(
  deps: HostRunDeps & PromptSources,
  folder: string,
  { spec, settings }: Asked,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  if (await stat(join(folder, RUN_FILE)).catch(() => undefined)) return
  const { dataset, round, recipe, seed, host, start } = settings
  const counts = await writeRows(deps, join(folder, ROWS_FILE), settings)
  if (counts.train === 0) throw new Failure('training.noPrompts', { mastered: 0, hopeless: 0, tooLong: 0 })
  const run: Run = {
    format: 1,
    id: spec.id,
    trainer: 'trl',
    title: spec.title,
    dataset,
    ...(round === undefined ? {} : { round }),
    start: { checkpoint: startPlace(start) },
    steps: recipe.steps,
    settings: { ...recipe, seed, host, samples: counts },
  }
  await writeWhole(join(folder, RUN_FILE), `${JSON.stringify(run, undefined, 2)}\n`)
}

async function writeRows(
  deps: HostRunDeps & PromptSources,
  file: string,
  { dataset, probe, layout, recipe }: HostTraining,
): Promise<{ train: number; heldOut: number }> {
  const preamble = await deps.preamble()
  const rates = probe === undefined ? undefined : await deps.passRates(probe)
  const endpoint = layout === 'small' ? { endpoint: SMALL_ENDPOINT } : {}
  const counts = { train: 0, heldOut: 0 }
  const most = recipe.validateEvery === 0 ? 0 : recipe.validateOn
  const out = await open(file, 'w')
  try {
    for (const [part, source] of [
      ['train', 'train'],
      ['heldOut', 'test'],
    ] as const)
      for await (const sample of deps.samples(dataset, source)) {
        if (part === 'heldOut' && counts.heldOut >= most) break
        const rate = part === 'train' ? rates?.get(sample.id) : undefined
        const row: TrlRow = trlRow(sample, {
          part,
          preamble,
          ...endpoint,
          ...(rate === undefined ? {} : { rate }),
        })
        await out.appendFile(`${JSON.stringify(row)}\n`)
        counts[part]++
      }
    await out.sync()
  } finally {
    await out.close()
  }
  return counts
}

interface Bringing {
  readonly deps: HostRunDeps
  readonly host: Host
  readonly detached: Detached
  readonly folder: string
  readonly id: string
  readonly title: string
  readonly settings: HostTraining
}

/** Brings kit, rows and config; what is there already stays. The config comes last: with it the work is ready. */
async function bring({ deps, host, detached, folder, id, title, settings }: Bringing): Promise<Program> {
  const home = await host.home()
  const full = (path: string): string => (path.startsWith('/') ? path : `${home}/${path.replace(/^~\//, '')}`)
  const kitFolder = full(await deps.kit.on(host))
  const there = `${detached.folder}/${CONFIG_FILE}`
  if ((await host.readFrom(there, 0, 1)).size === 0) {
    await host.makeFolder(detached.folder)
    await host.upload(join(folder, ROWS_FILE), `${detached.folder}/${ROWS_FILE}`)
    const place = full(detached.folder)
    const trainer = {
      ...hostTrainerConfig(settings),
      ...{ format: 1, id, dataset: settings.dataset, folder: place, rows: `${place}/${ROWS_FILE}` },
      model: full(await bringStart(host, deps, settings)),
      start: { checkpoint: startPlace(settings.start) },
    }
    await host.write(`${detached.folder}/${FROM_FILE}`, fromFile(deps.project, title))
    await host.write(there, `${JSON.stringify(trainer, undefined, 2)}\n`, 0o600)
  }
  return {
    argv: [
      full(settings.python),
      '-I',
      `${kitFolder}/train_trl.py`,
      `${full(detached.folder)}/${CONFIG_FILE}`,
    ],
    env: { PYTHONUNBUFFERED: '1' },
  }
}
