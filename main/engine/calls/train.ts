import type { Handlers } from '#core/contract/contract.ts'
import { findDataset } from '../project/dataset-records.ts'
import { hostTrainWish, trainWish } from '../stage-wishes.ts'
import type { EngineHost } from './engine-host.ts'

export const trainCalls = (engine: EngineHost): Handlers<'training.start' | 'training.startOnHost'> => ({
  'training.start': async ({ title, settings }) => {
    const project = engine.project()
    const { name } = await findDataset(project.folder.store, settings.dataset)
    return project.start(trainWish(title ?? name, settings))
  },
  'training.startOnHost': async ({ title, settings }) => {
    const project = engine.project()
    const { name } = await findDataset(project.folder.store, settings.dataset)
    return project.start(hostTrainWish(title ?? name, settings))
  },
})
