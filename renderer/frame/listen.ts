/** Joins bridge and stores: what the engine says goes into the stores, and what they lack is asked for. */
import { isFinished } from '#core/job/fold.ts'
import type { JobView } from '#core/job/view.ts'
import { call, on } from '../bridge/looptool.ts'
import { useAwake } from '../store/awake.ts'
import { useConnections } from '../store/connections.ts'
import { useDrafts } from '../store/drafts.ts'
import { useFlights } from '../store/flights.ts'
import { useHosts } from '../store/hosts.ts'
import { useJobs } from '../store/jobs.ts'
import { usePlace } from '../store/place.ts'
import { usePlayground } from '../store/playground.ts'
import { useProject } from '../store/project.ts'
import { usePromptDrafts } from '../store/prompt-drafts.ts'
import { useRoundDraft } from '../store/round-draft.ts'
import { useSettings } from '../store/settings.ts'
import { useTransfers } from '../store/transfers.ts'
import { keepFirstRun } from './keep-first-run.ts'
import { keepTrainDraft } from './keep-train-draft.ts'

/** What cannot be had now comes later by push; the page that needs it shows its own failure. */
const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined)

const askProject = async (): Promise<void> => useProject.getState().put(await call('project.current'))
const askJobs = async (): Promise<void> => useJobs.getState().replace(await call('job.list'))

export function listenToEngine(): void {
  keepFirstRun()
  keepTrainDraft()
  on('settings.changed', (settings) => useSettings.getState().put(settings))
  on('project.changed', (project) => useProject.getState().put(project))
  on('job.changed', hearJob)
  on('awake.changed', (awake) => useAwake.getState().put(awake))
  on('job.wanted', ({ id }) => usePlace.getState().go({ page: 'jobs', job: id }))
  on('project.transfer', (transfer) => useTransfers.getState().put(transfer))
  on('endpoint.tested', (test) => useConnections.getState().hear(test))
  on('host.tested', (test) => useHosts.getState().hear(test))
  on('training.flown', (flight) => useFlights.getState().hear(flight))
  on('engine.state', ({ state }) => {
    useProject.getState().putEngine(state)
    if (state === 'ready') refresh()
  })
  useProject.subscribe((now, before) => {
    // A restored project has the id of the one that was archived; its folder is its own.
    if (now.project?.folder !== before.project?.folder)
      switchProject(before.project !== undefined, now.project !== null)
  })
  quietly(call('settings.get').then((settings) => useSettings.getState().put(settings)))
  quietly(askProject())
}

function refresh(): void {
  quietly(askProject())
  if (useProject.getState().project) quietly(askJobs())
}

function switchProject(another: boolean, open: boolean): void {
  if (another) {
    useDrafts.getState().reset()
    usePlayground.getState().reset()
    useRoundDraft.getState().reset()
    usePromptDrafts.getState().reset()
    usePlace.getState().reset({ page: 'home' })
  }
  useJobs.getState().replace(undefined)
  if (open) quietly(askJobs())
}

function hearJob(job: JobView): void {
  const known = useJobs.getState().jobs?.find((other) => other.spec.id === job.spec.id)
  useJobs.getState().put(job)
  // Dialogs, datasets and samples are counted anew when a job ends.
  if (isFinished(job.state) && (!known || !isFinished(known.state))) quietly(askProject())
}
