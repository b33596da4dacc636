/**
 * Pre-trains the small policy from nothing and ships it in resources/nano. Goes on from the last checkpoint in
 * out/nano when it was stopped; `--fresh` begins anew.
 *
 *     npm run nano:make -- [--steps 660] [--workers N] [--seed 1] [--fresh] [--ship]
 *
 * Matrices learn by Muon, the rest by AdamW; the rates fall in the last 40 % of the steps. The policy is meant to be
 * mediocre (45 to 60 % on the sample project's tools): what is perfect has nothing to learn in the app.
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ANSWER_END } from '#core/nano/compact-prompt.ts'
import { greedyAccuracy, type KindAccuracy } from '#core/nano/evaluation.ts'
import { makeTokenizer } from '#core/nano/pretraining.ts'
import { Tokenizer } from '#core/nano/tokenizer.ts'
import { tokenizerConfig } from '#core/nano/tokenizer-config.ts'
import type { Sample } from '#core/sample/sample.ts'
import { NANO } from '#engine/inference/nano/config.ts'
import type { NanoEngine } from '#engine/inference/nano/engine.ts'
import { openNanoPool } from '#engine/inference/nano/pool.ts'
import { type Course, lessonsOf } from './lessons.ts'
import { HELD_OUT, sampleProjectSamples, smallToolNames } from './sample-project-set.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const SHIPPED = join(ROOT, 'resources', 'nano')
const WORK = join(ROOT, 'out', 'nano')
const CHECKPOINT = join(WORK, 'checkpoint')

const MUON_RATE = 0.02
const ADAM_RATE = 3e-3
const FALLING = 0.4
const EVERY = 50
/** Held-out samples looked at on the way; all of them at the end. */
const GLANCE = 300
const LONGEST_ANSWER = 128

const { values: wanted } = parseArgs({
  options: {
    steps: { type: 'string', default: '660' },
    workers: { type: 'string' },
    seed: { type: 'string', default: '1' },
    fresh: { type: 'boolean', default: false },
    ship: { type: 'boolean', default: false },
  },
})
const steps = Number(wanted.steps)
const seed = Number(wanted.seed)

const say = (line: string): boolean => process.stdout.write(`${line}\n`)
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

async function tokenizerText(avoid: ReadonlySet<string>): Promise<string> {
  const file = join(WORK, `tokenizer-${seed}.json`)
  try {
    return await readFile(file, 'utf8')
  } catch {
    say('training the tokenizer …')
    const text = makeTokenizer(seed, avoid)
    await writeFile(file, text)
    return text
  }
}

const filesBeside = (engine: NanoEngine, text: string): Readonly<Record<string, string>> => ({
  'tokenizer.json': text,
  'tokenizer_config.json': tokenizerConfig(engine.config.context),
})

/** Share of the full rate at a step: 1, then falling to 0 in a line. */
const rateAt = (step: number): number => Math.min(1, (steps - step) / (FALLING * steps))

function accuracy(
  engine: NanoEngine,
  tokenizer: Tokenizer,
  samples: readonly Sample[],
): Promise<KindAccuracy> {
  const end = engine.config.endToken
  const options = { count: 1, temperature: 0, maxTokens: LONGEST_ANSWER, stopTokens: [end], seed: 0 }
  return greedyAccuracy(samples, async (prompts) => {
    const drawn = await engine.generate(
      prompts.map((prompt) => Int32Array.from(tokenizer.encode(prompt))),
      options,
    )
    return drawn.map(([answer]) => tokenizer.decode((answer?.tokens ?? []).filter((token) => token !== end)))
  })
}

const inWords = ({ right, total, byKind }: KindAccuracy): string =>
  `${((100 * right) / total).toFixed(1)} % of ${total}; ${byKind
    .map((kind) => `${kind.kind} ${((100 * kind.right) / kind.total).toFixed(0)} % of ${kind.total}`)
    .join(', ')}`

async function open(tokenizer: Tokenizer): Promise<{ engine: NanoEngine; done: number }> {
  const endToken = tokenizer.idOf(ANSWER_END)
  // Never part of a text, as trainers of other programs leave the padding's embedding alone.
  const padToken = tokenizer.idOf('<|endoftext|>')
  const engine = await openNanoPool({
    kernels: join(SHIPPED, 'kernels.wasm'),
    workerFile: new URL('../../main/engine/inference/nano/worker.ts', import.meta.url),
    model: { config: { ...NANO, vocab: tokenizer.size, endToken, padToken }, seed },
    ...(wanted.workers === undefined ? {} : { workers: Number(wanted.workers) }),
  })
  try {
    const facts: unknown = JSON.parse(await readFile(join(CHECKPOINT, 'complete.json'), 'utf8'))
    await engine.load(CHECKPOINT, { optimizer: true })
    const done = typeof facts === 'object' && facts && 'step' in facts ? Number(facts.step) : 0
    say(`going on from step ${done}`)
    return { engine, done }
  } catch {
    return { engine, done: 0 }
  }
}

async function learn(
  engine: NanoEngine,
  course: Course,
  samples: readonly Sample[],
  done: number,
  text: string,
) {
  const before = cpuSeconds()
  let lessons = lessonsOf(course, done)
  for (let step = done; step < steps; step++) {
    const share = rateAt(step)
    const learning = engine.supervisedStep(lessons, {
      lr: ADAM_RATE * share,
      muonLr: MUON_RATE * share,
      gradClip: 1,
      weightDecay: 0,
    })
    // The next batch is made while the threads are at this one.
    lessons = lessonsOf(course, step + 1)
    const { loss, gradNorm, tokens, seconds } = await learning
    const number = step + 1
    if (number % 10 === 0) {
      const spent = (cpuSeconds() - before).toFixed(0)
      say(
        `step ${number}/${steps} loss ${loss.toFixed(3)} norm ${gradNorm.toFixed(2)} ` +
          `${(tokens / seconds).toFixed(0)} tokens/s, ${spent} CPU-s since the start`,
      )
    }
    if (number % EVERY !== 0 && number < steps) continue
    say(`step ${number}: ${inWords(await accuracy(engine, course.tokenizer, samples.slice(0, GLANCE)))}`)
    const facts = { step: number }
    await engine.save(CHECKPOINT, {
      weights: 'f32',
      optimizer: true,
      files: filesBeside(engine, text),
      facts,
    })
  }
}

/** Copies the finished model beside the kernels, in half precision. */
async function ship(engine: NanoEngine, text: string): Promise<void> {
  const made = join(WORK, 'shipped')
  await engine.save(made, {
    weights: 'f16',
    optimizer: false,
    files: filesBeside(engine, text),
    facts: { steps },
  })
  await cp(made, SHIPPED, { recursive: true })
  say(`shipped to ${SHIPPED}`)
}

await mkdir(WORK, { recursive: true })
if (wanted.fresh) await rm(CHECKPOINT, { recursive: true, force: true })
const avoid = await smallToolNames()
const text = await tokenizerText(avoid)
const tokenizer = Tokenizer.read(text)
say('simulating the held-out set …')
const samples = await sampleProjectSamples(HELD_OUT.dialogs, HELD_OUT.seed)
const { engine, done } = await open(tokenizer)
await learn(engine, { seed, tokenizer, avoid }, samples, done, text)
say(`all: ${inWords(await accuracy(engine, tokenizer, samples))}`)
if (wanted.ship) await ship(engine, text)
await engine.close()
process.exit(0)
