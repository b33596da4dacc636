import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Handlers } from '#core/contract/contract.ts'
import { planCleanUp } from '#core/disk/clean-up.ts'
import { Failure } from '#core/failure/failure.ts'
import { isLive } from '#core/job/fold.ts'
import { removeGoing } from '../disk/clean.ts'
import { takeInventory } from '../disk/inventory.ts'
import type { OpenProject } from '../open-project.ts'
import { databaseOf, runsOf } from '../project/folder.ts'
import { bytesOf, partSizes } from '../project/part-sizes.ts'
import type { EngineHost } from './engine-host.ts'

type DiskCall = Extract<keyof Handlers, `disk.${string}`>

export const diskCalls = (engine: EngineHost): Handlers<DiskCall> => ({
  'disk.sizes': async ({ folder }) => {
    const place = resolve(folder)
    if (!existsSync(databaseOf(place)) && !existsSync(join(place, 'project.json')))
      throw new Failure('project.notFound', { folder })
    const parts = await partSizes(place)
    return { parts, total: Object.values(parts).reduce((sum, bytes) => sum + bytes, 0) }
  },
  'disk.runs': async () => {
    const { runs, folder } = engine.project()
    const own = (await runs.list()).filter(({ from }) => from === 'project')
    const sized = await Promise.all(
      own.map(async ({ id, title }) => ({
        ...{ id, title },
        bytes: await bytesOf(join(runsOf(folder.folder), id)),
        checkpoints: (await runs.checkpoints(id)).length,
      })),
    )
    return sized.sort((a, b) => b.bytes - a.bytes)
  },
  'disk.cleanPlan': async () => planCleanUp(await takeInventory(engine.project())),
  'disk.clean': async ({ paths }) => {
    const project = engine.project()
    await expectCalm(project)
    const plan = planCleanUp(await takeInventory(project))
    return removeGoing(project.folder.folder, plan, paths)
  },
})

/** What a job is writing looks like a leftover. @throws Failure `project.jobsRun` */
async function expectCalm({ jobs }: OpenProject): Promise<void> {
  const atWork = (await jobs.list()).filter(({ state }) => isLive(state) || state.name === 'queued')
  if (atWork.length > 0) throw new Failure('project.jobsRun', { count: atWork.length })
}
