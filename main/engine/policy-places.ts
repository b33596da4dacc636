import { join } from 'node:path'
import { runsOf } from './project/folder.ts'

/** Where the small policy's files stand: what is shipped, and a project's own runs with their checkpoints. */
export const policyPlaces = (resourcesFolder: string, projectFolder: string) => ({
  baseFolder: join(resourcesFolder, 'nano'),
  kernels: join(resourcesFolder, 'nano', 'kernels.wasm'),
  runsFolder: runsOf(projectFolder),
})
