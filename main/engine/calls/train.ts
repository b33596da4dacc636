import { randomUUID } from 'node:crypto'
import type { Handlers } from '#core/contract/contract.ts'
import { findDataset } from '../project/dataset-records.ts'
import { trainSpec } from '../train-spec.ts'
import type { EngineHost } from './engine-host.ts'

export const trainCalls = (engine: EngineHost): Handlers<'training.start'> => ({
  'training.start': async ({ title, settings }) => {
    const project = engine.project()
    const { name } = await findDataset(project.folder.store, settings.dataset)
    const spec = trainSpec(settings, {
      id: randomUUID(),
      title: title ?? name,
      appVersion: engine.deps.appVersion,
      createdAt: engine.deps.now().toISOString(),
    })
    await project.jobs.start(spec)
    return { id: spec.id }
  },
})
