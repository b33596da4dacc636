import type { Handlers } from '#core/contract/contract.ts'
import type { JobSpec } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { SMALL_ENDPOINT } from '#core/sample/policy-prompt.ts'
import type { OpenProject } from '../open-project.ts'
import { keepKeys } from '../players.ts'
import type { EngineHost } from './engine-host.ts'

type JobCall = Extract<keyof Handlers, `job.${string}`>

/** Endpoints that a job asks, each once. */
const endpointsOf = ({ roles }: JobSpec): string[] => [
  ...new Set(
    Object.values(roles)
      .flat()
      .flatMap(({ endpoint, scripted }) => (scripted || endpoint === SMALL_ENDPOINT ? [] : [endpoint])),
  ),
]

/** The job that waits for a key: of a parent, the stage that stands still. */
async function waitingJob({ jobs }: OpenProject, id: string): Promise<JobView> {
  const stood = (await jobs.list()).find(({ spec, state }) => spec.parent === id && state.name === 'paused')
  return stood ?? jobs.get(id)
}

export const jobCalls = (engine: EngineHost): Handlers<JobCall> => ({
  'job.list': () => engine.project().jobs.list(),
  'job.get': ({ id }) => engine.project().jobs.get(id),
  'job.events': ({ id }) => engine.project().jobs.events(id),
  'job.outcomes': ({ id }) => engine.project().jobs.outcomes(id),
  'job.pause': ({ id }) => engine.project().jobs.pause(id),
  'job.resume': async ({ id, key, budget }) => {
    const project = engine.project()
    if (key !== undefined) {
      const urls = endpointsOf((await waitingJob(project, id)).spec)
      await keepKeys(engine.deps.secrets, Object.fromEntries(urls.map((url) => [url, key])))
    }
    return project.jobs.resume(id, budget)
  },
  'job.cancel': ({ id }) => engine.project().jobs.cancel(id),
  'job.retry': ({ id, reason }) => engine.project().jobs.retry(id, reason),
})
