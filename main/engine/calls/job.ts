import type { Handlers } from '#core/contract/contract.ts'
import { keyAddress } from '#core/job/key-due.ts'
import type { JobView } from '#core/job/view.ts'
import { askedAddresses } from '#core/round/role-players.ts'
import { requireConsent } from '../consent.ts'
import type { OpenProject } from '../open-project.ts'
import { keepKeys } from '../players.ts'
import { requirePrices } from '../prices.ts'
import type { EngineHost } from './engine-host.ts'

type JobCall = Extract<keyof Handlers, `job.${string}`>

/** Who would be asked over an address. */
const playersOf = async ({ jobs }: OpenProject, id: string): Promise<{ kind: string; url: string }[]> =>
  askedAddresses((await jobs.get(id)).spec).map((url) => ({ kind: 'endpoint', url }))

/** The job that waits for a key: of a parent, the stage that stands still. */
async function waitingJob({ jobs }: OpenProject, id: string): Promise<JobView> {
  const stood = (await jobs.list()).find(({ spec, state }) => spec.parent === id && state.name === 'paused')
  return stood ?? jobs.get(id)
}

/** The address that a typed key is for: the one that refused; never several, which may be different people's. */
function keyDue({ spec, state }: JobView): string | undefined {
  const asked = askedAddresses(spec)
  const named = keyAddress(state.pause?.detail ?? '')
  return asked.find((url) => url === named) ?? (asked.length === 1 ? asked[0] : undefined)
}

export const jobCalls = (engine: EngineHost): Handlers<JobCall> => ({
  'job.list': () => engine.project().jobs.list(),
  'job.get': ({ id }) => engine.project().jobs.get(id),
  'job.events': ({ id }) => engine.project().jobs.events(id),
  'job.outcomes': ({ id }) => engine.project().jobs.outcomes(id),
  'job.pause': ({ id }) => engine.project().jobs.pause(id),
  'job.resume': async ({ id, key, budget }) => {
    const project = engine.project()
    const asked = await playersOf(project, id)
    await requireConsent(engine.deps, asked)
    if (budget !== undefined) await requirePrices(engine, asked, budget)
    if (key !== undefined) {
      const url = keyDue(await waitingJob(project, id))
      if (url !== undefined) await keepKeys(engine.deps.secrets, { [url]: key })
    }
    return project.jobs.resume(id, budget)
  },
  'job.cancel': ({ id }) => engine.project().jobs.cancel(id),
  'job.giveUp': async ({ id }) => {
    const { jobs, left } = engine.project()
    const view = await jobs.giveUp(id)
    left.watch()
    return view
  },
  'job.endLeft': ({ id }) => engine.project().left.end(id),
  'job.retry': async ({ id, reason }) => {
    const project = engine.project()
    await requireConsent(engine.deps, await playersOf(project, id))
    return project.jobs.retry(id, reason)
  },
})
