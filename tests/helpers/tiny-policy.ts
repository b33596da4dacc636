/**
 * A policy that has learnt nothing, small enough to be trained for real within a test. As a program: writes one into
 * the folder that it is told.
 */
import { mkdir, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { SPECIAL_TOKENS, Tokenizer } from '#core/nano/tokenizer.ts'
import { trainTokenizer } from '#core/nano/train-tokenizer.ts'
import { NANO } from '#engine/inference/nano/config.ts'
import { openNanoPool } from '#engine/inference/nano/pool.ts'

export const KERNELS = fileURLToPath(new URL('../../resources/nano/kernels.wasm', import.meta.url))
const WORKER = new URL('../../main/engine/inference/nano/worker.ts', import.meta.url)

/** Tokens are single bytes, the marks of the template, and nothing else. */
export async function writeTinyPolicy(folder: string, context = 1024): Promise<void> {
  const text = trainTokenizer(['a'], 256 + SPECIAL_TOKENS.length)
  const tokenizer = Tokenizer.read(text)
  const vocab = Math.ceil(tokenizer.size / 4) * 4
  const stop = tokenizer.idOf('<|im_end|>')
  const config = {
    ...NANO,
    ...{ vocab, width: 32, feedForward: 32, layers: 1, heads: 1, context },
    ...{ endToken: stop, padToken: stop },
  }
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const pool = await openNanoPool({
    kernels: KERNELS,
    workerFile: WORKER,
    model: { config, seed: 1 },
    workers: 1,
  })
  await pool.save(folder, {
    weights: 'f32',
    optimizer: false,
    files: { 'tokenizer.json': text },
    facts: {},
  })
  await pool.close()
}

if (import.meta.filename === process.argv[1]) await writeTinyPolicy(process.argv[2] ?? '')
