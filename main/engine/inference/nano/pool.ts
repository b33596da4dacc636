import type { NanoEngine } from './engine.ts'

export interface PoolOptions {
  /** resources/nano/kernels.wasm. */
  readonly kernels: string
  /** Folder with model.safetensors and config.json, or a shape with a seed for fresh weights. */
  readonly model: string
  /** Worker threads; default: as many as processors, at most 8. */
  readonly workers?: number
}

/** Starts the threads and loads the model. */
export async function openNanoPool(_options: PoolOptions): Promise<NanoEngine> {
  throw new Error('being built')
}
