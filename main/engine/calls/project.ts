import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Handlers } from '#core/contract/contract.ts'
import { Failure } from '#core/failure/failure.ts'
import type { EngineCallName } from '../deps.ts'
import { createProjectFolder, listBackups, restoreBackup } from '../project/folder.ts'
import type { EngineHost } from './engine-host.ts'
import { addSampleSet, EVERYDAY_SET, FLAT_SET } from './sample-sets.ts'
import type { TransferCall } from './transfer.ts'

/** Projects as files are `transfer.ts`'s. */
type ProjectCall = Exclude<Extract<EngineCallName, `project.${string}`>, TransferCall>

export const projectCalls = (engine: EngineHost): Handlers<ProjectCall> => ({
  'project.create': async ({ name, folder }) => {
    if (folder === undefined) throw new Failure('call.badInput', { call: 'project.create' }, 'no folder')
    const path = resolve(folder)
    await createProjectFolder(path, name, false)
    return (await engine.open(path)).info()
  },
  'project.open': async ({ folder, readOnly }) =>
    (await engine.open(resolve(folder), readOnly ?? false)).info(),
  'project.openSample': async () => {
    const folder = engine.deps.sampleFolder
    if (!existsSync(join(folder, 'project.json'))) await createProjectFolder(folder, 'Sample project', true)
    const project = await engine.open(folder)
    await stockSample(engine)
    return project.info()
  },
  'project.current': async () => (await engine.projectIfOpen?.info()) ?? null,
  'project.close': () => engine.close(),
  'project.backups': ({ folder }) => listBackups(resolve(folder)),
  'project.restore': async ({ folder, file }) => {
    await engine.close()
    await restoreBackup(resolve(folder), file)
    return (await engine.open(resolve(folder))).info()
  },
})

/** The sample project starts with its tool sets; saving the same ones again changes nothing. */
export async function stockSample(engine: EngineHost): Promise<void> {
  await addSampleSet(engine, FLAT_SET)
  await addSampleSet(engine, EVERYDAY_SET)
  await engine.project().tellChanged()
}
