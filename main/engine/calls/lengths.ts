import type { Handlers } from '#core/contract/contract.ts'
import { readLengths } from '../lengths.ts'
import { findDataset } from '../project/dataset-records.ts'
import type { EngineHost } from './engine-host.ts'

export const lengthsCalls = (engine: EngineHost): Handlers<'lengths.of' | 'lengths.start'> => ({
  'lengths.of': async ({ dataset, policy, limit }) => {
    const { readers, host } = engine.project()
    const { way } = await readers.counterFor(policy)
    const wanted = { dataset, policy, counter: await readers.nameFor(policy) }
    return { way, ...(await readLengths(host, wanted, limit)) }
  },
  'lengths.start': async ({ dataset, policy }) => {
    const project = engine.project()
    const { name } = await findDataset(project.folder.store, dataset)
    const { readers } = project
    if (policy.kind === 'onHost') await readers.filesOf(policy, true)
    // What speaks against the tokenizer is told here, not by a failed job.
    await readers.counterFor(policy)
    return project.start({
      kind: 'lengths',
      title: name,
      inputs: { dataset },
      roles: {},
      settings: { dataset, policy, counter: await readers.nameFor(policy) },
      seed: 1,
      concurrency: 1,
    })
  },
})
