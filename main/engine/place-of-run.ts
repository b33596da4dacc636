/** Where the runs of a project lie: those of the small policy here, those of hosts there. */
import { join } from 'node:path'
import { THIS_COMPUTER } from '#core/host/stored-host.ts'
import { hostTrainingSchema, isHostTraining } from '#core/training/host-training.ts'
import { workFolder } from './host/detached.ts'
import type { RoundHost } from './round/round-host.ts'
import type { RunPlace, RunThere } from './stage/train/host-start.ts'

/** More runs than these nobody looks through. */
const MOST_RUNS = 50

type Source = Pick<RoundHost, 'jobs' | 'settings' | 'runsFolder'>

function placeIn(runsFolder: string, run: string, settings: unknown): RunPlace {
  if (!isHostTraining(settings)) return { host: THIS_COMPUTER, folder: join(runsFolder, run) }
  return { host: hostTrainingSchema.shape.host.parse(settings.host), folder: workFolder(run) }
}

/** @throws Failure `job.notFound` */
export const placeOfRun = async ({ settings, runsFolder }: Source, run: string): Promise<RunPlace> =>
  placeIn(runsFolder, run, await settings(run))

/** The runs that lie on a host, latest first. */
export const runsOn = async ({ jobs, runsFolder }: Source, host: string): Promise<RunThere[]> =>
  (await jobs.list())
    .filter(({ spec }) => spec.kind === 'train')
    .map(({ spec }) => ({ spec, place: placeIn(runsFolder, spec.id, spec.settings) }))
    .filter(({ place }) => place.host === host)
    .slice(0, MOST_RUNS)
    .map(({ spec, place }) => ({
      ...{ run: spec.id, title: spec.title, dataset: spec.inputs.dataset ?? '' },
      folder: place.folder,
    }))
