import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Handlers } from '#core/contract/contract.ts'
import { Failure } from '#core/failure/failure.ts'
import { SMALL_TOOL_SET } from '#core/nano/sample-settings.ts'
import { toolSetHash } from '#core/tool/tool-text.ts'
import { createProjectFolder, listBackups, restoreBackup } from '../project/folder.ts'
import { saveToolSet, sha256 } from '../project/tool-set-records.ts'
import { importFiles } from '../tool-set/read.ts'
import type { EngineHost } from './engine-host.ts'

type ProjectCall = Extract<
  keyof Handlers,
  | 'project.create'
  | 'project.open'
  | 'project.openSample'
  | 'project.current'
  | 'project.close'
  | 'project.backups'
  | 'project.restore'
>

export const projectCalls = (engine: EngineHost): Handlers<ProjectCall> => ({
  'project.create': async ({ name, folder }) => {
    if (folder === undefined) throw new Failure('call.badInput', { call: 'project.create' }, 'no folder')
    const path = resolve(folder)
    await createProjectFolder(path, name, false)
    return (await engine.open(path)).info()
  },
  'project.open': async ({ folder, readOnly }) => (await engine.open(resolve(folder), readOnly)).info(),
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

/** The sample project's tool sets: flat ones for the small policy, everyday ones for the rest. Latest: the everyday. */
const SAMPLE_SETS = [
  { name: SMALL_TOOL_SET, file: 'small-tools.json' },
  { name: 'Sample tools', file: 'tools.json' },
] as const

/** The sample project starts with its tool sets; saving the same ones again changes nothing. */
export async function stockSample(engine: EngineHost): Promise<void> {
  const project = engine.project()
  for (const { name, file } of SAMPLE_SETS) {
    const { tools } = await importFiles([join(engine.deps.resourcesFolder, 'sample', file)])
    const hash = toolSetHash(tools, sha256)
    await saveToolSet(project.folder.store, name, tools, hash, engine.deps.now().toISOString())
  }
  await project.tellChanged()
}
