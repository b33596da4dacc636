import { join } from 'node:path'
import type { Handlers } from '#core/contract/contract.ts'
import { isScripted } from '#core/job/job.ts'
import { sampleOf, samplePage } from '../dataset/pages.ts'
import { findDataset, listDatasets } from '../project/dataset-records.ts'
import { datasetsOf } from '../project/folder.ts'
import type { EngineHost } from './engine-host.ts'

export function datasetCalls(engine: EngineHost): Handlers<'dataset.list' | 'sample.page' | 'sample.get'> {
  const folderOf = async (id: string): Promise<{ folder: string; job: string }> => {
    const { folder } = engine.project()
    const dataset = await findDataset(folder.store, id)
    return { folder: join(datasetsOf(folder.folder), dataset.hash), job: dataset.job }
  }
  return {
    'dataset.list': () => listDatasets(engine.project().folder.store),
    'sample.page': async ({ dataset, ...query }) => samplePage((await folderOf(dataset)).folder, query),
    'sample.get': async ({ dataset, id }) => {
      const { folder, job } = await folderOf(dataset)
      const { spec } = await engine.project().jobs.get(job)
      const scripted = isScripted(spec)
      return { ...(await sampleOf(folder, id)), scripted }
    },
  }
}
