import type { Handlers } from '#core/contract/contract.ts'
import { jobFacts, type SupportFacts } from '#core/support/facts.ts'
import { networkGate } from '../network-gate.ts'
import type { OpenProject } from '../open-project.ts'
import { partSizes } from '../project/part-sizes.ts'
import type { EngineHost } from './engine-host.ts'

/** What the engine may tell somebody who helps; never a title, a prompt or data. */
export const supportCalls = (engine: EngineHost): Handlers<'support.facts'> => ({
  'support.facts': async () => ({
    contacts: networkGate(engine.deps).contacts.list(),
    ...(await projectFacts(engine.projectIfOpen)),
  }),
})

async function projectFacts(project: OpenProject | undefined): Promise<Omit<SupportFacts, 'contacts'>> {
  if (!project) return { jobs: [], disk: {}, project: null }
  const jobs = await project.jobs.list()
  const { folder, file } = project.folder
  return {
    jobs: await Promise.all(jobs.map(async (job) => jobFacts(job, await project.jobs.outcomes(job.spec.id)))),
    disk: { ...(await partSizes(folder)) },
    project: { format: file.format, counts: { ...(await project.info()).counts } },
  }
}
