/** A model small enough for finite differences, and pools on it. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Random } from '#core/random/random.ts'
import type { NanoConfig } from '#engine/inference/nano/config.ts'
import type { NanoEngine } from '#engine/inference/nano/engine.ts'
import { openNanoPool } from '#engine/inference/nano/pool.ts'

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
export const KERNELS = join(ROOT, 'resources/nano/kernels.wasm')
export const WORKER = new URL('../../../main/engine/inference/nano/worker.ts', import.meta.url)

export const SMALL: NanoConfig = {
  vocab: 44,
  width: 24,
  feedForward: 40,
  layers: 2,
  heads: 2,
  context: 64,
  ropeTheta: 10_000,
  normEpsilon: 1e-6,
  endToken: 1,
  padToken: 0,
}

export const openSmall = (workers = 1, seed = 1): Promise<NanoEngine> =>
  openNanoPool({ kernels: KERNELS, workerFile: WORKER, model: { config: SMALL, seed }, workers })

export const someTokens = (random: Random, length: number): Int32Array =>
  Int32Array.from({ length }, () => random.int(2, SMALL.vocab - 1))
