import type { Handlers } from '#core/contract/contract.ts'
import { simulateSettingsSchema } from '#core/dialog/settings.ts'
import { keyName } from '../players.ts'
import type { EngineHost } from './engine-host.ts'

type JobCall = Extract<keyof Handlers, `job.${string}`>

export const jobCalls = (engine: EngineHost): Handlers<JobCall> => ({
  'job.list': () => engine.project().jobs.list(),
  'job.get': ({ id }) => engine.project().jobs.get(id),
  'job.events': ({ id }) => engine.project().jobs.events(id),
  'job.outcomes': ({ id }) => engine.project().jobs.outcomes(id),
  'job.pause': ({ id }) => engine.project().jobs.pause(id),
  'job.resume': async ({ id, key }) => {
    const { jobs } = engine.project()
    const settings = simulateSettingsSchema.safeParse((await jobs.get(id)).spec.settings)
    if (key !== undefined && settings.data?.players.kind === 'endpoint') {
      await engine.deps.secrets.set(keyName(settings.data.players.url), key)
    }
    return jobs.resume(id)
  },
  'job.cancel': ({ id }) => engine.project().jobs.cancel(id),
  'job.retry': ({ id, reason }) => engine.project().jobs.retry(id, reason),
})
