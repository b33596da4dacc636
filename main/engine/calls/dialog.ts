import type { Handlers } from '#core/contract/contract.ts'
import { isScripted } from '#core/job/job.ts'
import { dialogPage, findDialog } from '../project/dialog-records.ts'
import { dialogFromSteps } from '../stage/simulate/record.ts'
import type { EngineHost } from './engine-host.ts'

export const dialogCalls = (engine: EngineHost): Handlers<'dialog.page' | 'dialog.get'> => ({
  'dialog.page': (query) => dialogPage(engine.project().folder.store, query),
  'dialog.get': async ({ job, key }) => {
    const project = engine.project()
    const stored = await findDialog(project.folder.store, job, key)
    const { spec } = await project.jobs.get(job)
    return {
      row: stored.row,
      dialog: dialogFromSteps(stored.input, stored.steps),
      scripted: isScripted(spec),
    }
  },
})
