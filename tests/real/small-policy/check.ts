/**
 * Other programs take the small policy: transformers reads the same ids and log-probabilities from its folder, TRL
 * trains it with our reward and our engine reads what it wrote, and GGUF holds it whole.
 * Run: node scripts/run.mjs tests/real/small-policy/check.ts [--make] [FOLDER]
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { compactAnswer, compactMessages, compactPrompt, layOutChat } from '#core/nano/compact-prompt.ts'
import { Tokenizer } from '#core/nano/tokenizer.ts'
import type { Sample } from '#core/sample/sample.ts'
import { acceptedJson, toolsJson } from '#core/sample/verl-row.ts'
import type { GenerateOptions, NanoEngine } from '#engine/inference/nano/engine.ts'
import { openNanoPool } from '#engine/inference/nano/pool.ts'
import { sampleProjectSamples } from '../../../scripts/nano/sample-project-set.ts'
import { findPython, LACKING, TRL_PYTHON } from '../environment.ts'

const ROOT = join(import.meta.dirname, '../../..')
const SHIPPED = join(ROOT, 'resources', 'nano')

/** Prompts whose answers are compared token by token. */
const COMPARED = 60
/** Dialogs that TRL trains on. */
const DIALOGS = 160
const LONGEST = 96
/** Largest difference of log-probabilities that two ways to add up 32-bit floats may make. */
const TOLERANCE = 1e-4

const AWKWARD = [
  "It's we've they'LL I'M",
  'a\u00a0b\u2028c\u0085d\ufeffe  \n\n\tx',
  '你好 １２ ² 😀 e\u0301',
  '<|im_end|><tool_call',
  '{"n":-1.50}',
]

async function toldBy(engine: NanoEngine, tokenizer: Tokenizer, samples: readonly Sample[]) {
  const prompts = samples.map((sample) => Int32Array.from(tokenizer.encode(compactPrompt(sample))))
  const options: GenerateOptions = {
    count: 1,
    temperature: 0,
    maxTokens: LONGEST,
    stopTokens: [engine.config.endToken],
    seed: 1,
  }
  const drawn = await engine.generate(prompts, options)
  return drawn.map(([answer], i) => ({
    prompt: [...(prompts[i] ?? [])],
    answer: [...(answer?.tokens ?? [])],
    logprobs: [...(answer?.logprobs ?? [])],
  }))
}

const chats = (samples: readonly Sample[]) =>
  [
    ...samples.slice(0, 20).map(compactMessages),
    [{ role: 'tool', content: '{"a":1}', callId: 'c' } as const],
  ].map((messages) => ({ messages, text: layOutChat(messages) }))

const rows = (samples: readonly Sample[]): string =>
  samples
    .map((sample) => ({
      prompt: compactPrompt(sample),
      ground_truth: sample.accepted[0] ? compactAnswer(sample.accepted[0]) : '',
      accepted: acceptedJson(sample),
      tools: toolsJson(sample.tools),
      kind: sample.kind,
    }))
    .map((row) => JSON.stringify(row))
    .join('\n')

const readSchema = z.object({
  idsDiffer: z.array(z.string()),
  chatsDiffer: z.array(z.string()),
  largestDifference: z.number(),
  greedyDiffer: z.number(),
  gguf: z.object({ tensors: z.number().min(1), differ: z.array(z.string()) }),
})
const trainedSchema = z.object({
  steps: z.array(z.object({ reward: z.number(), grad_norm: z.number() })).length(5),
  moved: z.number().positive(),
})

/** The last line that a script printed. @throws Error with what it said, where it failed */
function answerOf(python: string, script: string, args: readonly string[]): unknown {
  const end = spawnSync(python, ['-B', join(import.meta.dirname, script), ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, HF_HUB_OFFLINE: '1', TOKENIZERS_PARALLELISM: 'false' },
  })
  if (end.status !== 0) throw new Error(`${script}: ${end.stderr.slice(-2000)}`)
  const line = end.stdout.trim().split('\n').at(-1) ?? ''
  console.log(`${script}: ${line}`)
  return JSON.parse(line)
}

async function compare(python: string, policy: string, work: string): Promise<string[]> {
  const tokenizer = Tokenizer.read(await readFile(join(policy, 'tokenizer.json'), 'utf8'))
  const samples = await sampleProjectSamples(DIALOGS, 77)
  const engine = await openNanoPool({
    kernels: join(SHIPPED, 'kernels.wasm'),
    workerFile: new URL('../../../main/engine/inference/nano/worker.ts', import.meta.url),
    model: policy,
  })
  const problems: string[] = []
  const expectThat = (isTrue: boolean, what: string): void => {
    if (!isTrue) problems.push(what)
  }
  try {
    const scored = await toldBy(engine, tokenizer, samples.slice(0, COMPARED))
    const texts = [...AWKWARD, ...samples.map(compactPrompt)].map((text) => ({
      text,
      ids: tokenizer.encode(text),
    }))
    const cases = { longest: LONGEST, scored, texts, chats: chats(samples) }
    await writeFile(join(work, 'cases.json'), JSON.stringify(cases))
    const read = readSchema.parse(
      answerOf(python, 'read.py', [policy, join(work, 'cases.json'), join(work, 'policy.gguf')]),
    )
    expectThat(read.idsDiffer.length === 0, 'ids differ')
    expectThat(read.chatsDiffer.length === 0, 'the chat template differs')
    expectThat(read.largestDifference <= TOLERANCE, `log-probabilities differ by ${read.largestDifference}`)
    expectThat(read.greedyDiffer === 0, `${read.greedyDiffer} greedy answers differ`)
    expectThat(read.gguf.differ.length === 0, `GGUF differs in ${read.gguf.differ.join(', ')}`)

    await writeFile(join(work, 'rows.jsonl'), rows(samples))
    const { steps } = trainedSchema.parse(
      answerOf(python, 'grpo.py', [policy, join(work, 'rows.jsonl'), work]),
    )
    expectThat(
      steps.some(({ reward }) => reward > 0),
      'no answer was rewarded',
    )
    expectThat(
      steps.some(({ grad_norm }) => grad_norm > 0),
      'no step had a gradient',
    )
    await engine.load(join(work, 'trained'), { optimizer: false })
    const after = await toldBy(engine, tokenizer, samples.slice(0, COMPARED))
    const same = after.filter(
      (one, i) => JSON.stringify(one.logprobs) === JSON.stringify(scored[i]?.logprobs),
    )
    console.log(
      `our engine reads what TRL wrote: ${after.length - same.length} of ${after.length} answers moved`,
    )
    expectThat(same.length < after.length, 'our engine sees nothing of what TRL trained')
  } finally {
    await engine.close()
  }
  return problems
}

async function main(args: readonly string[]): Promise<number> {
  const policy = args.find((arg) => !arg.startsWith('--')) ?? SHIPPED
  const make = args.includes('--make')
  const found = findPython({ ...TRL_PYTHON, ...(make ? { minutes: 10 } : {}) })
  if (found.why !== undefined || !existsSync(join(policy, 'model.safetensors'))) {
    console.log(`skipped: ${found.why ?? `${policy} holds no model.safetensors`}`)
    return LACKING
  }
  const work = await mkdtemp(join(tmpdir(), 'looptool-policy-'))
  try {
    const problems = await compare(found.python, policy, work)
    console.log(problems.length === 0 ? 'all as wanted' : problems.join('\n'))
    return problems.length === 0 ? 0 : 1
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

process.exitCode = await main(process.argv.slice(2))
