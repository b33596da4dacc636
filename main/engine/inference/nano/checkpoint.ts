/** A model as a folder that transformers, TRL and vLLM read too: weights, config, tokenizer, optimizer. */
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { type NanoConfig, nanoConfigSchema, toConfigJson } from './config.ts'
import type { SaveOptions } from './engine.ts'
import type { MemoryPlan } from './memory-plan.ts'
import {
  DamagedTensors,
  type LeavingTensor,
  readTensors,
  type StoredFile,
  writeTensors,
} from './safetensors.ts'
import { sizeOf, type Tensor } from './tensors.ts'

const WEIGHTS = 'model.safetensors'
const OPTIMIZER = 'optimizer.safetensors'
const CONFIG = 'config.json'
/** Written last: a folder without it was not finished. */
export const COMPLETE = 'complete.json'

/** A matrix as files hold it, [out, in], from [in, out] or back: the same turn. */
function turnInto(out: Float32Array, values: Float32Array, rows: number, columns: number): void {
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c] ?? 0
  }
}

function turned(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length)
  turnInto(out, values, rows, columns)
  return out
}

const shapeOf = ({ kind, rows, columns }: Tensor): number[] => {
  if (kind === 'gain') return [columns]
  return kind === 'matrix' ? [columns, rows] : [rows, columns]
}

/** A parameter, or its gradient or moment, of the region, as files hold it. */
export function storedTensor(
  floats: Float32Array,
  region: number,
  tensor: Tensor,
  prefix: string,
): LeavingTensor {
  const at = region / 4 + tensor.offset
  const { rows, columns, kind, name } = tensor
  return {
    name: prefix + name,
    shape: shapeOf(tensor),
    putInto(out) {
      const values = floats.subarray(at, at + sizeOf(tensor))
      if (kind === 'matrix') turnInto(out, values, rows, columns)
      else out.set(values)
    },
  }
}

/** A file's content, made when it is written, so that one file after another is held and not all. */
type Content = () => Uint8Array | string

async function writeDurably(file: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows can open no folder; there a rename is durable by itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes a folder beside its place and moves it there when it is whole; one that stood there is replaced. */
async function writeFolder(folder: string, files: ReadonlyMap<string, Content>): Promise<void> {
  const parent = dirname(folder)
  const making = join(parent, `.${basename(folder)}.partial`)
  await rm(making, { recursive: true, force: true })
  await mkdir(making, { recursive: true })
  try {
    for (const [name, content] of files) await writeDurably(join(making, name), content())
    await syncFolder(making)
    await rm(folder, { recursive: true, force: true })
    await rename(making, folder)
    await syncFolder(parent)
  } catch (error) {
    await rm(making, { recursive: true, force: true })
    throw error
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Saves weights (and moments) from the shared memory; `steps` is how many updates they have had. */
export function saveFrom(
  floats: Float32Array,
  plan: MemoryPlan,
  folder: string,
  options: SaveOptions,
  steps: number,
): Promise<void> {
  const { all } = plan.tensors
  const dtype = options.weights === 'f16' ? 'F16' : 'F32'
  const stored = (region: number, prefix: string): LeavingTensor[] =>
    all.map((tensor) => storedTensor(floats, region, tensor, prefix))
  const files = new Map<string, Content>([
    [WEIGHTS, () => writeTensors(stored(plan.weights, ''), dtype, {})],
    [CONFIG, () => json(toConfigJson(plan.config, options.weights))],
    ...Object.entries(options.files).map(([name, text]): [string, Content] => [name, () => text]),
  ])
  if (options.optimizer) {
    const moments = [...stored(plan.firstMoment, 'first.'), ...stored(plan.secondMoment, 'second.')]
    files.set(OPTIMIZER, () => writeTensors(moments, 'F32', { steps: String(steps) }))
  }
  files.set(COMPLETE, () => json({ format: 1, ...options.facts }))
  return writeFolder(folder, files)
}

const damaged = (file: string, why: string): Failure => new Failure('policy.weightsDamaged', { file, why })

async function readWhole(file: string): Promise<StoredFile> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    throw new Failure('policy.fileMissing', { file }, String(error))
  }
  try {
    return readTensors(bytes)
  } catch (error) {
    if (error instanceof DamagedTensors) throw damaged(file, error.message)
    throw error
  }
}

/** The values of a tensor as the memory holds them; refuses another shape and numbers that are none. */
function fitting(from: StoredFile, file: string, tensor: Tensor, prefix: string): Float32Array {
  const found = from.tensors.get(prefix + tensor.name)
  if (!found) throw new Failure('policy.foreignModel', { file, why: `${tensor.name} is missing` })
  const shape = shapeOf(tensor)
  if (found.shape.join() !== shape.join()) {
    const why = `${tensor.name} is [${found.shape}], expected [${shape}]`
    throw new Failure('policy.foreignModel', { file, why })
  }
  if (!found.values.every(Number.isFinite))
    throw damaged(file, `${tensor.name} holds values that are no numbers`)
  return tensor.kind === 'matrix' ? turned(found.values, tensor.columns, tensor.rows) : found.values
}

function optimizerSteps(from: StoredFile, file: string): number {
  const steps = z.coerce.number().int().min(0).safeParse(from.metadata.steps)
  if (!steps.success) throw damaged(file, 'it does not say how many steps it has seen')
  return steps.data
}

/**
 * Loads weights into the shared memory, and moments or zeros; gives the number of updates behind them. Everything is
 * read and checked before the first float is written, so that a refused folder changes nothing.
 */
export async function loadInto(
  floats: Float32Array,
  plan: MemoryPlan,
  folder: string,
  options: { readonly optimizer: boolean },
): Promise<number> {
  const file = join(folder, WEIGHTS)
  const config = await readModelConfig(folder)
  if (JSON.stringify(config) !== JSON.stringify(plan.config)) {
    throw new Failure('policy.foreignModel', { file: join(folder, CONFIG), why: 'its shape is another' })
  }
  const { all } = plan.tensors
  const whole = await readWhole(file)
  const weights = all.map((tensor) => fitting(whole, file, tensor, ''))
  const momentsFile = join(folder, OPTIMIZER)
  const kept = options.optimizer ? await readWhole(momentsFile) : undefined
  const moments = ['first.', 'second.'].map((prefix) =>
    kept ? all.map((tensor) => fitting(kept, momentsFile, tensor, prefix)) : undefined,
  )
  const steps = kept ? optimizerSteps(kept, momentsFile) : 0
  const put = (region: number, values: readonly Float32Array[] | undefined): void =>
    all.forEach((tensor, i) => {
      const at = region / 4 + tensor.offset
      const one = values?.[i]
      if (one) floats.set(one, at)
      else floats.fill(0, at, at + sizeOf(tensor))
    })
  put(plan.weights, weights)
  put(plan.firstMoment, moments[0])
  put(plan.secondMoment, moments[1])
  return steps
}

/** The shape of the model in a folder. Throws Failure `policy.foreignModel` for any other architecture. */
export async function readModelConfig(folder: string): Promise<NanoConfig> {
  const file = join(folder, CONFIG)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new Failure('policy.fileMissing', { file }, String(error))
  }
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    throw new Failure('policy.foreignModel', { file, why: 'it is not JSON' })
  }
  const found = nanoConfigSchema.safeParse(raw)
  if (!found.success) {
    const [issue] = found.error.issues
    throw new Failure('policy.foreignModel', { file, why: `${issue?.path.join('.')}: ${issue?.message}` })
  }
  const { data } = found
  if (data.num_key_value_heads !== data.num_attention_heads) {
    throw new Failure('policy.foreignModel', { file, why: 'it shares keys between heads' })
  }
  return {
    vocab: data.vocab_size,
    width: data.hidden_size,
    feedForward: data.intermediate_size,
    layers: data.num_hidden_layers,
    heads: data.num_attention_heads,
    context: data.max_position_embeddings,
    ropeTheta: data.rope_theta,
    normEpsilon: data.rms_norm_eps,
    endToken: data.eos_token_id,
    padToken: data.pad_token_id ?? data.eos_token_id,
  }
}
