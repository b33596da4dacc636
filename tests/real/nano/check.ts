/**
 * Holds the small policy's engine to PyTorch: log-probabilities, greedy answers and every gradient of both losses.
 * Run: [LOOPTOOL_PYTHON=…/python] node scripts/run.mjs tests/real/nano/check.ts [FOLDER]
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ANSWER_END } from '#core/nano/compact-prompt.ts'
import { generatedSamples } from '#core/nano/generator.ts'
import { trainingText } from '#core/nano/pretraining.ts'
import { Tokenizer } from '#core/nano/tokenizer.ts'
import { loadInto, storedTensor } from '#engine/inference/nano/checkpoint.ts'
import type { Completion, NanoEngine } from '#engine/inference/nano/engine.ts'
import { gradientOfGroups, gradientOfSequences } from '#engine/inference/nano/gradient.ts'
import type { Model } from '#engine/inference/nano/model.ts'
import { openNanoPool } from '#engine/inference/nano/pool.ts'
import { writeTensors } from '#engine/inference/nano/safetensors.ts'
import { turnWords } from '#engine/inference/nano/update.ts'
import { modelHere } from '#tests/engine/nano/model-here.ts'
import { KERNELS, ROOT, WORKER } from '#tests/engine/nano/small.ts'

const PROMPTS = 150
/** Exit code of a check that could not be made here. */
const LACKING = 77
const MODEL = process.argv[2] ?? join(ROOT, 'resources', 'nano')
const python = process.env.LOOPTOOL_PYTHON ?? 'python3'

function missing(): string | undefined {
  const { status, stderr } = spawnSync(python, ['-c', 'import torch, transformers'], { encoding: 'utf8' })
  return status === 0
    ? undefined
    : `no PyTorch and transformers in ${python}: ${stderr?.trim().split('\n').at(-1)}`
}

interface Drawn {
  readonly prompts: readonly Int32Array[]
  readonly greedy: readonly Completion[]
  /** Samples of the first prompts, at temperature 1. */
  readonly samples: readonly (readonly Completion[])[]
}

async function draw(engine: NanoEngine, tokenizer: Tokenizer): Promise<Drawn> {
  const prompts = Array.from({ length: PROMPTS }, (_, i) => generatedSamples(77, i, new Set())).map(
    ([sample]) => Int32Array.from(tokenizer.encode(sample ? trainingText(sample).prompt : ANSWER_END)),
  )
  const stopTokens = [engine.config.endToken]
  const options = { maxTokens: 100, stopTokens, seed: 1 }
  const greedy = await engine.generate(prompts, { ...options, count: 1, temperature: 0 })
  const samples = await engine.generate(prompts.slice(0, 4), { ...options, count: 4, temperature: 1 })
  return { prompts, greedy: greedy.flat(), samples }
}

/** The two losses whose gradients are compared, as plain numbers for Python. */
function losses({ prompts, greedy, samples }: Drawn) {
  const sequences = greedy.slice(0, 8).map(({ tokens }, i) => {
    const all = Int32Array.from([...(prompts[i] ?? []), ...tokens])
    return { tokens: all, slopes: Float32Array.from(all, (_, at) => ((at * 7) % 5) / 1000) }
  })
  const groups = samples.map((completions, i) => ({
    prompt: prompts[i] ?? new Int32Array(),
    completions: completions.map(({ tokens, logprobs }, j) => ({
      tokens,
      advantage: j - 1.4,
      scale: 0.002,
      // As if the answers came from policies at some distance: some ratios are past the clip.
      oldLogprobs: logprobs.map((value, at) => value + (at % 3) * 0.2 - 0.2),
      refLogprobs: logprobs.map((value, at) => value - (at % 2) * 0.3),
    })),
  }))
  return { sequences, groups, settings: { clipLow: 0.15, clipHigh: 0.15, klWeight: 0.1 } }
}

async function writeGradients(model: Model, file: string): Promise<void> {
  const region = model.plan.gradients[0] ?? 0
  const tensors = model.tensors.all.map((tensor) => storedTensor(model.floats, region, tensor, ''))
  await writeFile(file, writeTensors(tensors, 'F32', {}))
}

const plain = (_: string, value: unknown): unknown =>
  value instanceof Int32Array || value instanceof Float32Array ? [...value] : value

async function prepare(folder: string): Promise<void> {
  const text = await readFile(join(MODEL, 'tokenizer.json'), 'utf8')
  const engine = await openNanoPool({ kernels: KERNELS, workerFile: WORKER, model: MODEL })
  const at = join(folder, 'model')
  await engine.save(at, { weights: 'f32', optimizer: false, files: { 'tokenizer.json': text }, facts: {} })
  const drawn = await draw(engine, Tokenizer.read(text))
  await engine.close()
  const asked = losses(drawn)
  await writeFile(join(folder, 'case.json'), JSON.stringify({ ...drawn, ...asked }, plain))
  const model = await modelHere(engine.config, 1)
  await loadInto(model.floats, model.plan, at, { optimizer: false })
  turnWords(model)
  const region = model.plan.gradients[0] ?? 0
  gradientOfSequences(model, asked.sequences, region)
  await writeGradients(model, join(folder, 'supervised.safetensors'))
  gradientOfGroups(model, asked.groups, asked.settings, region)
  await writeGradients(model, join(folder, 'clipped.safetensors'))
}

async function main(): Promise<number> {
  const why = missing()
  if (why !== undefined) {
    console.log(`skipped: ${why}`)
    return LACKING
  }
  const folder = await mkdtemp(join(tmpdir(), 'looptool-nano-'))
  try {
    await prepare(folder)
    const read = spawnSync(python, [join(import.meta.dirname, 'compare.py'), folder], { encoding: 'utf8' })
    console.log(`${read.stdout}${read.status === 0 ? '' : read.stderr}`.trim())
    return read.status === 0 ? 0 : 1
  } finally {
    await rm(folder, { recursive: true })
  }
}

process.exit(await main())
