/** Counts of prompts before a training against what its trainer counts, by the small policy's tokenizer and by another's. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { SMALL_ENDPOINT } from '#core/sample/policy-prompt.ts'
import type { Sample } from '#core/sample/sample.ts'
import { trlRow } from '#core/sample/trl-row.ts'
import { LAYOUTS, type Layout } from '#core/training/host-training.ts'
import { countedSamples, countsOf, GOLDEN, modelWith, PREAMBLE } from '#tests/helpers/prompt-counts.ts'
import type { Trainer } from './runs.ts'

const lineSchema = z.tuple([z.string(), z.number()])

/** What the trainer counts, by sample. */
function counted(
  { python, kit, work }: Trainer,
  samples: readonly Sample[],
  model: string,
  layout: Layout,
): Map<string, number> {
  const endpoint = layout === 'small' ? { endpoint: SMALL_ENDPOINT } : {}
  const rows = samples.map((sample) => trlRow(sample, { part: 'train', preamble: PREAMBLE, ...endpoint }))
  const file = join(work, `prompts-${layout}.jsonl`)
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const script = join(import.meta.dirname, 'prompt-tokens.py')
  const end = spawnSync(python, ['-B', script, kit, model, file], { encoding: 'utf8', maxBuffer: 1 << 26 })
  if (end.status !== 0) throw new Error(end.stderr.slice(-1000))
  const lines = end.stdout.trim().split('\n')
  return new Map(lines.map((line) => lineSchema.parse(JSON.parse(line))))
}

export interface Compared {
  readonly name: string
  readonly prompts: number
  readonly tokens: number
  /** Prompts that are counted otherwise here than by the trainer. */
  readonly differ: number
}

/** Both on samples, and the trainer on those whose counts the unit tests are held to. */
export async function promptTokens(trainer: Trainer, samples: readonly Sample[]): Promise<Compared[]> {
  const compared: Compared[] = []
  for (const layout of LAYOUTS) {
    const model = modelWith(layout, join(trainer.work, `counted-${layout}`))
    const theirs = counted(trainer, samples, model, layout)
    const ours = await countsOf(samples, model, layout)
    const golden = counted(trainer, countedSamples(), model, layout)
    compared.push(
      {
        ...{ name: layout, prompts: samples.length, tokens: ours.reduce((sum, one) => sum + one, 0) },
        differ: samples.filter(({ id }, i) => theirs.get(id) !== ours[i]).length,
      },
      {
        ...{ name: `${layout}, as in the unit tests`, prompts: golden.size },
        tokens: GOLDEN[layout].reduce((sum, one) => sum + one, 0),
        differ: [...golden.values()].filter((tokens, i) => tokens !== GOLDEN[layout][i]).length,
      },
    )
    if (process.argv.includes('--show')) console.log(layout, JSON.stringify([...golden.values()]))
  }
  return compared
}
