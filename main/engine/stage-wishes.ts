/** Each stage's job as it is wished for: its title, inputs by name, players, settings. One function a kind. */
import type { PrepareSettings, SimulateSettings } from '#core/dialog/settings.ts'
import { DIALOG_ROLES, type DialogRole } from '#core/endpoint/role.ts'
import type { ExpandSettings } from '#core/expand/settings.ts'
import type { CheckSettings, FilterSettings } from '#core/filter/settings.ts'
import { type SetUp, titleOf } from '#core/host/set-up.ts'
import type { JobSpec } from '#core/job/job.ts'
import type { CalibrateSettings, JudgeSettings } from '#core/judge/settings.ts'
import type { ProbeSettings } from '#core/probe/settings.ts'
import type { ComposeSettings } from '#core/round/settings.ts'
import type { ToolSet } from '#core/tool/tool.ts'
import type { FetchSettings } from '#core/training/fetch-settings.ts'
import { type HostTraining, startName } from '#core/training/host-training.ts'
import { checkpointName, type TrainSettings } from '#core/training/recipe.ts'
import type { SpecWish } from './new-spec.ts'

type Roles = JobSpec['roles']

/** Who plays the roles of dialogs. */
export function dialogPlayers({ players }: Pick<SimulateSettings, 'players'>): Roles {
  const playerOf = (role: DialogRole) => {
    if (players.kind === 'practice') return { endpoint: 'practice', model: 'practice', scripted: true }
    const { url, model } = players.seats?.[role] ?? players
    return { endpoint: url, model, scripted: false }
  }
  return Object.fromEntries(DIALOG_ROLES.map((role) => [role, [playerOf(role)]]))
}

export function simulateWish(
  settings: SimulateSettings,
  toolSet: Pick<ToolSet, 'id' | 'hash' | 'name'>,
): SpecWish {
  const { budget, pilot, seed, concurrency } = settings
  return {
    kind: 'simulate',
    title: `${settings.count} × ${toolSet.name}`,
    inputs: { toolSet: toolSet.id, toolSetHash: toolSet.hash },
    roles: dialogPlayers(settings),
    settings,
    seed,
    budget,
    ...(pilot === undefined ? {} : { pilot }),
    concurrency,
  }
}

/** @param roles who spoke in the dialogs: a scripted player stays named as such all the way */
export const prepareWish = (settings: PrepareSettings, roles: Roles): SpecWish => ({
  kind: 'prepare',
  title: settings.name,
  inputs: Object.fromEntries(settings.jobs.map((id, i) => [`dialogs.${i}`, id])),
  roles,
  settings,
  seed: settings.seed,
  concurrency: 1,
})

const named = (inputs: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(inputs).flatMap(([name, id]) => (id === undefined ? [] : [[name, id]])))

export function composeWish(settings: ComposeSettings, roles: Roles): SpecWish {
  const { name, round, fresh, probe, judge, expand, seed } = settings
  return {
    kind: 'compose',
    title: name,
    inputs: named({ round: String(round), fresh: fresh.join(' ') || undefined, probe, judge, expand }),
    roles,
    settings,
    seed,
    concurrency: 1,
  }
}

/** The job's id is the run's too. */
export const trainWish = (title: string, settings: TrainSettings): SpecWish => ({
  kind: 'train',
  title,
  inputs: named({
    dataset: settings.dataset,
    start: checkpointName(settings.start),
    probe: settings.probe,
  }),
  // Who is trained plays no role: nobody is asked anything.
  roles: {},
  settings,
  seed: settings.seed,
  concurrency: 1,
})

/** The same on a host; the job's id is the work's there. */
export const hostTrainWish = (title: string, settings: HostTraining): SpecWish => ({
  kind: 'train',
  title,
  inputs: named({
    dataset: settings.dataset,
    start: startName(settings.start),
    host: settings.host,
    probe: settings.probe,
  }),
  roles: {},
  settings,
  seed: settings.seed,
  concurrency: 1,
})

/** A checkpoint of a run brought from its host. */
export const fetchWish = (title: string, settings: FetchSettings): SpecWish => ({
  kind: 'fetch',
  title,
  inputs: { checkpoint: checkpointName({ run: settings.run, step: settings.step }) },
  roles: {},
  settings,
  seed: 1,
  concurrency: 1,
})

/** Something on a host is set up; the job's id is the work's there. */
export const setUpWish = (settings: SetUp): SpecWish => ({
  kind: 'setUp',
  title: titleOf(settings),
  inputs: { host: settings.host },
  roles: {},
  settings,
  seed: 1,
  concurrency: 1,
})

/** A probe of the training part, or the evaluation of what is held out. */
export const probeWish = (
  kind: 'probe' | 'evaluate',
  title: string,
  settings: ProbeSettings,
  { policy = [] }: Roles,
): SpecWish => ({
  kind,
  title,
  inputs: { dataset: settings.dataset },
  roles: { policy },
  settings,
  seed: settings.seed,
  concurrency: settings.concurrency,
})

export const judgeWish = (title: string, settings: JudgeSettings, { judge = [] }: Roles): SpecWish => ({
  kind: 'judge',
  title,
  inputs: { dataset: settings.dataset, probe: settings.probe },
  roles: { judge },
  settings,
  seed: settings.seed,
  concurrency: settings.concurrency,
})

export const expandWish = (
  title: string,
  settings: ExpandSettings,
  { expander = [], checker = [] }: Roles,
  seed: number,
): SpecWish => ({
  kind: 'expand',
  title,
  inputs: { dataset: settings.dataset, judge: settings.judgeJob },
  roles: { expander, ...(settings.check === null ? {} : { checker }) },
  settings,
  seed,
  concurrency: settings.concurrency,
})

export const calibrateWish = (
  title: string,
  settings: CalibrateSettings,
  { judge = [] }: Roles,
): SpecWish => ({
  kind: 'calibrate',
  title,
  inputs: { dataset: settings.dataset },
  roles: { judge },
  settings,
  seed: settings.seed,
  concurrency: settings.concurrency,
})

export const checkWish = (
  title: string,
  settings: CheckSettings,
  { checker = [] }: Roles,
  seed: number,
): SpecWish => ({
  kind: 'check',
  title,
  inputs: { dataset: settings.dataset },
  roles: { checker },
  settings,
  seed,
  concurrency: settings.concurrency,
})

export const filterWish = (settings: FilterSettings, roles: Roles): SpecWish => ({
  kind: 'filter',
  title: settings.name,
  inputs: named({ dataset: settings.dataset, check: settings.checkJob }),
  roles,
  settings,
  seed: 1,
  concurrency: 1,
})
