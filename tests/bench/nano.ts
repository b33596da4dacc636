/** The small policy: a GRPO step, answers, a probe, memory, and products beside PyTorch's in the same run. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compactPrompt } from '#core/nano/compact-prompt.ts'
import { generatedSamples } from '#core/nano/generator.ts'
import { Tokenizer } from '#core/nano/tokenizer.ts'
import { isMatch, scoreAnswer } from '#core/probe/standing.ts'
import type { Sample } from '#core/sample/sample.ts'
import { NANO } from '#engine/inference/nano/config.ts'
import type { Completion, NanoEngine, TrainGroup } from '#engine/inference/nano/engine.ts'
import { openNanoPool } from '#engine/inference/nano/pool.ts'
import { modelHere } from '#tests/engine/nano/model-here.ts'
import { KERNELS, ROOT, WORKER } from '#tests/engine/nano/small.ts'
import type { BenchRow } from './row.ts'

const SHIPPED = join(ROOT, 'resources', 'nano')
const PROMPTS = 16
const COUNT = 8
const STEPS = 4
const PROBE = 480
const ANSWERS = 40
const LONGEST = 128
/** Rows × inputs × outputs of the model's own products, forward. */
const PRODUCTS = [
  [512, 192, 192],
  [512, 192, 512],
  [512, 512, 192],
] as const
const REPEATS = 60

interface Spent<T> {
  readonly cpu: number
  readonly wall: number
  readonly out: T
}

async function spent<T>(work: () => Promise<T>): Promise<Spent<T>> {
  const [before, began] = [process.cpuUsage(), performance.now()]
  const out = await work()
  const { user, system } = process.cpuUsage(before)
  return { cpu: (user + system) / 1e6, wall: (performance.now() - began) / 1000, out }
}

interface Bench {
  readonly engine: NanoEngine
  readonly tokenizer: Tokenizer
}

async function open(workers: number): Promise<Bench> {
  const tokenizer = Tokenizer.read(await readFile(join(SHIPPED, 'tokenizer.json'), 'utf8'))
  const engine = await openNanoPool({ kernels: KERNELS, workerFile: WORKER, model: SHIPPED, workers })
  return { engine, tokenizer }
}

const samplesFrom = (first: number, count: number): Sample[] =>
  Array.from({ length: count }, (_, i) => generatedSamples(11, first + i, new Set())).flatMap(
    ([sample]) => sample ?? [],
  )

const promptsOf = (tokenizer: Tokenizer, samples: readonly Sample[]): Int32Array[] =>
  samples.map((sample) => Int32Array.from(tokenizer.encode(compactPrompt(sample))))

function draw({ engine, tokenizer }: Bench, samples: readonly Sample[], count: number, temperature: number) {
  const stopTokens = [engine.config.endToken]
  const options = { count, temperature, maxTokens: LONGEST, stopTokens, seed: 1 }
  return engine.generate(promptsOf(tokenizer, samples), options)
}

/** Groups with rewards by the strict match, as a training has them. */
function groupsOf(
  { engine, tokenizer }: Bench,
  samples: readonly Sample[],
  drawn: readonly (readonly Completion[])[],
) {
  const prompts = promptsOf(tokenizer, samples)
  return samples.map((sample, i): TrainGroup => {
    const rewards = (drawn[i] ?? []).map(({ tokens, finish }) => {
      const text = tokenizer.decode(tokens.filter((token) => token !== engine.config.endToken))
      return isMatch(scoreAnswer(sample, { text, finish }, 'strict')) ? 1 : 0
    })
    const mean = rewards.reduce<number>((sum, reward) => sum + reward, 0) / rewards.length
    const completions = (drawn[i] ?? []).map(({ tokens, logprobs }, j) => ({
      tokens,
      advantage: (rewards[j] ?? 0) - mean,
      oldLogprobs: logprobs,
    }))
    return { prompt: prompts[i] ?? new Int32Array(), completions }
  })
}

/** Steps at rate 0, so that every step is the same work. */
async function grpoSteps(bench: Bench) {
  let [rollout, update, wall, live] = [0, 0, 0, 0]
  for (let step = -1; step < STEPS; step++) {
    const samples = samplesFrom(1000 + step * PROMPTS, PROMPTS)
    const drawn = await spent(() => draw(bench, samples, COUNT, 1))
    const groups = groupsOf(bench, samples, drawn.out)
    const trained = await spent(() =>
      bench.engine.grpoStep(groups, {
        lr: 0,
        gradClip: 1,
        weightDecay: 0,
        clipLow: 0.2,
        clipHigh: 0.28,
        klWeight: 0,
        aggregation: 'token',
      }),
    )
    // The first step compiles.
    if (step < 0) continue
    rollout += drawn.cpu / STEPS
    update += trained.cpu / STEPS
    wall += (drawn.wall + trained.wall) / STEPS
    live +=
      groups.filter(({ completions }) => completions.some(({ advantage }) => advantage !== 0)).length / STEPS
  }
  return { rollout, update, wall, live }
}

async function grpoRows(): Promise<BenchRow[]> {
  const one = await open(1)
  const alone = await grpoSteps(one)
  await one.engine.close()
  const two = await open(2)
  const together = await grpoSteps(two)
  await two.engine.close()
  return [
    {
      name: 'small policy: GRPO step of 16 × 8, rollouts and update',
      value: alone.rollout + alone.update,
      unit: 'CPU-s',
      bar: '≤ 1.2',
      note: `rollouts ${alone.rollout.toFixed(2)}, update ${alone.update.toFixed(2)} on ${alone.live} groups with an advantage`,
    },
    {
      name: 'small policy: the same on two threads, times as fast',
      value: alone.wall / together.wall,
      unit: '×',
      bar: '≥ 1.7',
      note: 'wall-clock: true on an idle machine only',
    },
  ]
}

async function answerRows(): Promise<BenchRow[]> {
  const bench = await open(1)
  await draw(bench, samplesFrom(0, 4), 1, 0)
  const samples = samplesFrom(100, ANSWERS)
  const answers = await spent(async () => {
    for (const sample of samples) await draw(bench, [sample], 1, 0)
  })
  await bench.engine.close()
  const both = await open(2)
  const probe = await spent(() => draw(both, samplesFrom(2000, PROBE), COUNT, 1))
  const rss = process.memoryUsage().rss / 1e6
  await both.engine.close()
  return [
    {
      name: 'small policy: one greedy answer',
      value: (answers.cpu / ANSWERS) * 1000,
      unit: 'CPU-ms',
      bar: '≤ 25',
      note: `wall-clock ${((answers.wall / ANSWERS) * 1000).toFixed(0)} ms`,
    },
    { name: 'small policy: probe of 480 × 8', value: probe.cpu, unit: 'CPU-s', bar: '≤ 25' },
    {
      name: 'small policy: memory after all this',
      value: rss,
      unit: 'MB',
      bar: '≤ 450',
      note: 'alone in the run',
    },
  ]
}

const gflops = (seconds: number): number =>
  (PRODUCTS.reduce((sum, [m, k, n]) => sum + 2 * m * k * n, 0) * REPEATS) / seconds / 1e9

const TORCH = `
import json, sys, time, torch
torch.set_num_threads(1)
products, repeats = json.loads(sys.argv[1]), int(sys.argv[2])
pairs = [(torch.rand(m, k), torch.rand(k, n)) for m, k, n in products]
for _ in range(2):
    began = time.process_time()
    for _ in range(repeats):
        for a, b in pairs: a @ b
    spent = time.process_time() - began
print(spent, torch.__version__)`

async function productRow(): Promise<BenchRow> {
  const model = await modelHere(NANO, 1)
  const all = PRODUCTS.map(([m, k, n]) => ({
    m,
    k,
    n,
    a: model.zeros(m * k),
    b: model.zeros(k * n),
    c: model.zeros(m * n),
  }))
  const run = async (): Promise<void> => {
    for (let i = 0; i < REPEATS; i++) {
      for (const { m, k, n, a, b, c } of all) model.product(c, n, a, k, 1, b, n, 1, m, n, k, 0)
    }
  }
  await run()
  const ours = gflops((await spent(run)).cpu)
  const python = process.env.LOOPTOOL_PYTHON ?? 'python3'
  const torch = spawnSync(python, ['-c', TORCH, JSON.stringify(PRODUCTS), String(REPEATS)], {
    encoding: 'utf8',
  })
  const [seconds = '', version = ''] = (torch.stdout ?? '').trim().split(' ')
  const theirs = torch.status === 0 ? gflops(Number(seconds)) : undefined
  return {
    name: 'small policy: products in float32, one thread',
    value: ours,
    unit: 'GFLOP/s',
    bar: '≥ 0.5 × PyTorch',
    note: theirs
      ? `PyTorch ${version}: ${theirs.toFixed(1)}, ours ${(ours / theirs).toFixed(2)} ×`
      : 'no PyTorch here',
  }
}

export async function benchNano(): Promise<BenchRow[]> {
  if (!existsSync(join(SHIPPED, 'model.safetensors'))) return [await productRow()]
  return [...(await answerRows()), ...(await grpoRows()), await productRow()]
}
