/** Where the small policy's files stand, and how it is opened to be asked. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { readLooseJson } from '#core/training/loose-json.ts'
import { readCheckpointName } from '#core/training/recipe.ts'
import type { EngineDeps } from './deps.ts'
import { nanoConfigSchema } from './inference/nano/config.ts'
import { createSmallPolicy, type SmallPolicy } from './inference/small-policy/client.ts'
import type { PolicyProcess } from './inference/small-policy/messages.ts'
import { TOKENIZER_FILE } from './inference/small-policy/policy.ts'
import { runsOf } from './project/folder.ts'
import { policyPlace } from './stage/train/kind.ts'

export interface PolicyPlaces {
  /** The policy that is shipped. */
  readonly baseFolder: string
  readonly kernels: string
  /** Holds the project's runs with their checkpoints. */
  readonly runsFolder: string
}

export const policyPlaces = (
  { resourcesFolder, policyFolder }: Pick<EngineDeps, 'resourcesFolder' | 'policyFolder'>,
  projectFolder: string,
): PolicyPlaces => ({
  baseFolder: policyFolder ?? join(resourcesFolder, 'nano'),
  kernels: join(resourcesFolder, 'nano', 'kernels.wasm'),
  runsFolder: runsOf(projectFolder),
})

/** Whether the small policy's engine can play what lies in a folder. */
export async function isPlayable(folder: string): Promise<boolean> {
  const files = ['model.safetensors', TOKENIZER_FILE].map((name) => join(folder, name))
  if (!files.every((file) => existsSync(file))) return false
  const text = await readFile(join(folder, 'config.json'), 'utf8').catch(() => '{}')
  return nanoConfigSchema.safeParse(readLooseJson(text)).success
}

/**
 * @param model `base` or `RUN:STEP`
 * @throws Failure `training.checkpointNotFound`
 */
export async function openSmallPolicy(
  places: PolicyPlaces,
  model: string,
  startPolicy: () => PolicyProcess,
): Promise<SmallPolicy> {
  const start = readCheckpointName(model)
  if (start === undefined) throw new Failure('training.checkpointNotFound', { run: model, step: 0 })
  const folder = await policyPlace(places, start)
  return createSmallPolicy(startPolicy(), { model: folder, kernels: places.kernels }, model)
}
