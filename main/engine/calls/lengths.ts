import type { Handlers } from '#core/contract/contract.ts'
import { readLengths } from '../lengths.ts'
import { findDataset } from '../project/dataset-records.ts'
import type { EngineHost } from './engine-host.ts'

export const lengthsCalls = (engine: EngineHost): Handlers<'lengths.of' | 'lengths.start'> => ({
  'lengths.of': async ({ dataset, policy, limit }) => {
    const { counters } = engine
    const { way } = await counters.forPlayer(policy)
    const wanted = { dataset, policy, counter: await counters.nameFor(policy) }
    return { way, ...(await readLengths(engine.project().host, wanted, limit)) }
  },
  'lengths.start': async ({ dataset, policy }) => {
    const project = engine.project()
    const { name } = await findDataset(project.folder.store, dataset)
    // What speaks against the tokenizer is told here, not by a failed job.
    await engine.counters.forPlayer(policy)
    return project.start({
      kind: 'lengths',
      title: name,
      inputs: { dataset },
      roles: {},
      settings: { dataset, policy, counter: await engine.counters.nameFor(policy) },
      seed: 1,
      concurrency: 1,
    })
  },
})
