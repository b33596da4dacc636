/**
 * A policy of 64 numbers in place of two million: it knows the right answer to the made-up weather questions and gives
 * it with a probability that training moves. As exact about seeds, weights and optimizer state as the real engine.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { Failure } from '#core/failure/failure.ts'
import { Tokenizer } from '#core/nano/tokenizer.ts'
import { trainTokenizer } from '#core/nano/train-tokenizer.ts'
import { Random } from '#core/random/random.ts'
import { NANO, toConfigJson } from '#engine/inference/nano/config.ts'
import type { Completion, NanoEngine } from '#engine/inference/nano/engine.ts'
import type { PolicyPlace } from '#engine/inference/small-policy/policy.ts'

const BUCKETS = 64
const CONTEXT = 400

interface Memory {
  weights: number[]
  momentum: number[]
}

export interface FakeTroubles {
  /** Milliseconds that an update takes, so that kills find it at work. */
  readonly updateMs?: number
  /** Holds an update until it resolves; told the update's number in this process, from 1. */
  hold?: (update: number) => Promise<void>
  /** At this update the loss is not a number. */
  readonly lossFailsAt?: number
  /** What a save throws, instead of saving. */
  saveFails?: () => Error | undefined
}

const bucketOf = (prompt: Int32Array): number => prompt.reduce((sum, token) => sum + token, 0) % BUCKETS
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** The folder of a base policy for the fake, with a tokenizer of single bytes. */
export async function writeFakeBase(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const nothing: Memory = { weights: Array(BUCKETS).fill(-1), momentum: Array(BUCKETS).fill(0) }
  await writeFile(join(folder, 'model.safetensors'), JSON.stringify(nothing.weights))
  await writeFile(join(folder, 'tokenizer.json'), trainTokenizer(['a'], 300))
  const config = toConfigJson({ ...NANO, context: CONTEXT }, 'f32')
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
}

async function readNumbers(file: string): Promise<number[]> {
  try {
    const read: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (Array.isArray(read) && read.length === BUCKETS) return read as number[]
  } catch {
    // Told below.
  }
  throw new Failure('policy.damaged', { file })
}

export async function openFakeEngine(
  { model }: PolicyPlace,
  troubles: FakeTroubles = {},
): Promise<NanoEngine> {
  const tokenizer = Tokenizer.read(await readFile(join(model, 'tokenizer.json'), 'utf8'))
  const stop = tokenizer.idOf('<|im_end|>')
  const memory: Memory = {
    weights: await readNumbers(join(model, 'model.safetensors')),
    momentum: Array(BUCKETS).fill(0),
  }
  let updates = 0

  const answer = (prompt: Int32Array, right: boolean): Int32Array => {
    const days = /next (\d+) days/.exec(tokenizer.decode(prompt))?.[1] ?? '0'
    const call = { name: 'get_weather', arguments: { city: 'Lima', days: right ? Number(days) : -1 } }
    return Int32Array.from([...tokenizer.encode(`<tool_call>\n${JSON.stringify(call)}\n</tool_call>`), stop])
  }
  const draw = (prompt: Int32Array, temperature: number, random: Random): Completion => {
    const p = sigmoid(memory.weights[bucketOf(prompt)] ?? 0)
    const tokens = answer(prompt, temperature === 0 ? p > 0.5 : random.next() < p)
    return {
      tokens,
      logprobs: Float32Array.from(tokens, () => Math.log(p)),
      entropies: Float32Array.from(tokens, () => p),
      finish: 'stop',
    }
  }
  return {
    config: { ...NANO, context: CONTEXT },
    generate: async (prompts, { count, temperature, maxTokens, seed }) =>
      prompts.map((prompt) => {
        if (prompt.length + maxTokens > CONTEXT)
          throw new Failure('policy.promptTooLong', { tokens: prompt.length, context: CONTEXT })
        return Array.from({ length: count }, (_, i) =>
          draw(prompt, temperature, new Random(seed, bucketOf(prompt), i)),
        )
      }),
    logprobs: async (_prompt, completions) =>
      completions.map((completion) => Float32Array.from(completion, () => -1)),
    async grpoStep(groups, { lr }) {
      updates++
      await later(troubles.updateMs ?? 0)
      await troubles.hold?.(updates)
      if (updates === troubles.lossFailsAt) throw new Failure('policy.lossNotFinite')
      for (const { prompt, completions } of groups) {
        const bucket = bucketOf(prompt)
        const right = answer(prompt, true).length
        const gradient = completions.reduce(
          (sum, { tokens, advantage }) => sum + (tokens.length === right ? advantage : 0),
          0,
        )
        memory.momentum[bucket] = 0.9 * (memory.momentum[bucket] ?? 0) + gradient
        memory.weights[bucket] = (memory.weights[bucket] ?? 0) + lr * 1000 * (memory.momentum[bucket] ?? 0)
      }
      const loss = memory.weights.reduce((sum, w) => sum + w, 0)
      return { loss, entropy: 0.5, kl: 0, clipShare: 0, gradNorm: Math.abs(loss), tokens: 1, seconds: 0 }
    },
    supervisedStep: () => Promise.reject(new Error('the fake is not pre-trained')),
    async save(folder, { files, facts }) {
      const fails = troubles.saveFails?.()
      if (fails) throw fails
      const beside = `${folder}.new`
      await rm(beside, { recursive: true, force: true })
      await mkdir(beside, { recursive: true })
      await writeFile(join(beside, 'model.safetensors'), JSON.stringify(memory.weights))
      await writeFile(join(beside, 'optimizer.safetensors'), JSON.stringify(memory.momentum))
      await writeFile(
        join(beside, 'config.json'),
        JSON.stringify(toConfigJson({ ...NANO, context: CONTEXT }, 'f32')),
      )
      for (const [name, text] of Object.entries(files)) await writeFile(join(beside, name), text)
      await writeFile(join(beside, 'complete.json'), JSON.stringify(facts))
      await rm(folder, { recursive: true, force: true })
      await rename(beside, folder)
    },
    async load(folder, { optimizer }) {
      memory.weights = await readNumbers(join(folder, 'model.safetensors'))
      if (optimizer) memory.momentum = await readNumbers(join(folder, 'optimizer.safetensors'))
    },
    close: async () => undefined,
  }
}
