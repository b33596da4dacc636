/** A model on this thread, without a pool, so that gradients can be looked at. */
import { readFile } from 'node:fs/promises'
import type { NanoConfig } from '#engine/inference/nano/config.ts'
import { compileKernels, linkKernels } from '#engine/inference/nano/kernels.ts'
import { planMemory } from '#engine/inference/nano/memory-plan.ts'
import { Model } from '#engine/inference/nano/model.ts'
import { turnWords } from '#engine/inference/nano/update.ts'
import { freshWeights } from '#engine/inference/nano/weights.ts'
import { KERNELS } from './small.ts'

/** @param compile the kernels, where they are to be compiled in another way */
export async function modelHere(config: NanoConfig, seed: number, compile = compileKernels): Promise<Model> {
  const plan = planMemory(config, 1)
  const memory = new WebAssembly.Memory({ initial: plan.pages, maximum: 32_768, shared: true })
  const kernels = await linkKernels(await compile(await readFile(KERNELS)), memory)
  const model = new Model(kernels, plan, memory, 0)
  freshWeights(model.floats, plan, config, seed)
  for (let position = 0; position < config.context; position++) {
    for (let i = 0; i < 16; i++) {
      const angle = position / config.ropeTheta ** (i / 16)
      model.floats[plan.turns / 4 + position * 32 + i] = Math.cos(angle)
      model.floats[plan.turns / 4 + position * 32 + i + 16] = Math.sin(angle)
    }
  }
  turnWords(model)
  return model
}
