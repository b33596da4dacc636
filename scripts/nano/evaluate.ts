/**
 * How good small policies are, by kind of answer, on four sets: the sample project's dialogs; its tools with values
 * that no training has seen; tools that no training has seen, of usual words and of words that no language has.
 *
 *     npm run nano:evaluate -- [--checkpoint FOLDER …] [--count 1000] [--seed 20260704] [--workers N] [--json FILE]
 *
 * A checkpoint is a folder such as PROJECT/runs/RUN/checkpoints/step-45, or `base`: the policy that is shipped.
 */
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { greedyAccuracy, type KindAccuracy } from '#core/nano/evaluation.ts'
import { generatedSamples, samplesOver } from '#core/nano/generator.ts'
import type { Sample } from '#core/sample/sample.ts'
import { BASE } from '#core/training/recipe.ts'
import { openNanoPool } from '#engine/inference/nano/pool.ts'
import { openPolicy, type Policy } from '#engine/inference/small-policy/policy.ts'
import { importFiles } from '#engine/tool-set/read.ts'
import { HELD_OUT, SMALL_TOOLS_FILE, sampleProjectSamples } from './sample-project-set.ts'

const HERE = process.env.INIT_CWD ?? process.cwd()
const SHIPPED = join(import.meta.dirname, '..', '..', 'resources', 'nano')
const LONGEST_ANSWER = 96
/** Prompts asked together; more would only need more memory. */
const TOGETHER = 128

const { values: wanted } = parseArgs({
  options: {
    checkpoint: { type: 'string', multiple: true, default: [BASE] },
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(HELD_OUT.seed) },
    workers: { type: 'string' },
    json: { type: 'string' },
  },
})
const count = Number(wanted.count)
const seed = Number(wanted.seed)

/** As many samples as are wanted, made one dialog after the other. */
function made(dialog: (number: number) => readonly Sample[]): Sample[] {
  const samples: Sample[] = []
  for (let number = 0; samples.length < count; number++) samples.push(...dialog(number))
  return samples.slice(0, count)
}

async function sets(): Promise<Readonly<Record<string, readonly Sample[]>>> {
  const { tools } = await importFiles([SMALL_TOOLS_FILE])
  const known = new Set(tools.map(({ name }) => name))
  const project = await sampleProjectSamples(count, seed)
  return {
    'the sample project': project.slice(0, count),
    'its tools, unseen values': made((number) => samplesOver(tools, seed, number)),
    'unseen tools, usual words': made((number) => generatedSamples(seed, number, known)),
    'unseen tools, unseen words': made((number) => generatedSamples(seed, number, known, 0)),
  }
}

const accuracyOn = (policy: Policy, samples: readonly Sample[]): Promise<KindAccuracy> =>
  greedyAccuracy(samples, async (texts) => {
    const prompts = texts.map((text) => Int32Array.from(policy.tokenizer.encode(text)))
    const answers: string[] = []
    const options = { count: 1, temperature: 0, maxTokens: LONGEST_ANSWER, seed: 0 }
    for (let at = 0; at < prompts.length; at += TOGETHER) {
      const part = prompts.slice(at, at + TOGETHER)
      const drawn = await policy.engine.generate(part, { ...options, stopTokens: policy.stopTokens })
      answers.push(...drawn.map(([answer]) => (answer ? policy.textOf(answer) : '')))
    }
    return answers
  })

const percent = ({ right, total }: { readonly right: number; readonly total: number }): string =>
  `${((100 * right) / total).toFixed(1)} %`

const all = await sets()
const results: { checkpoint: string; set: string; accuracy: KindAccuracy }[] = []
for (const checkpoint of wanted.checkpoint) {
  const place = {
    model: checkpoint === BASE ? SHIPPED : resolve(HERE, checkpoint),
    kernels: join(SHIPPED, 'kernels.wasm'),
    workerFile: new URL('../../main/engine/inference/nano/worker.ts', import.meta.url),
    ...(wanted.workers === undefined ? {} : { workers: Number(wanted.workers) }),
  }
  const policy = await openPolicy(place, () => openNanoPool(place))
  for (const [set, samples] of Object.entries(all)) {
    const accuracy = await accuracyOn(policy, samples)
    results.push({ checkpoint, set, accuracy })
    const kinds = accuracy.byKind.map((kind) => `${kind.kind} ${percent(kind)} of ${kind.total}`).join(', ')
    process.stdout.write(`${checkpoint}; ${set}: ${percent(accuracy)} of ${accuracy.total}; ${kinds}\n`)
  }
  await policy.engine.close()
}
if (wanted.json) await writeFile(resolve(HERE, wanted.json), `${JSON.stringify(results, null, 2)}\n`)
process.exit(0)
