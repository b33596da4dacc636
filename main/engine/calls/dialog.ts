import type { Handlers } from '#core/contract/contract.ts'
import type { Engine } from '../engine.ts'
import { dialogPage, findDialog } from '../project/dialog-records.ts'
import { dialogFromSteps } from '../stage/simulate/record.ts'

export const dialogCalls = (engine: Engine): Handlers<'dialog.page' | 'dialog.get'> => ({
  'dialog.page': (query) => dialogPage(engine.project().folder.store, query),
  'dialog.get': async ({ job, key }) => {
    const project = engine.project()
    const stored = await findDialog(project.folder.store, job, key)
    const { spec } = await project.jobs.get(job)
    return {
      row: stored.row,
      dialog: dialogFromSteps(stored.input, stored.steps),
      scripted: Object.values(spec.roles).some((player) => player.scripted),
    }
  },
})
