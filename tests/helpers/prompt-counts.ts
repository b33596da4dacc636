/** Prompts counted as before a training on a host: the small policy's files in its layout, another family's in the usual one. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Sample } from '#core/sample/sample.ts'
import type { Layout } from '#core/training/host-training.ts'
import { countPrompts } from '#engine/stage/lengths/count.ts'
import { readModelFiles } from '#engine/tokenizer/model-files.ts'
import { FileCounter } from '#engine/tokenizer/token-counter.ts'
import { madeSamples } from '../engine/stage/train-world.ts'

const FIXTURES = join(import.meta.dirname, '../fixtures')
const NANO = join(import.meta.dirname, '../../resources/nano')
const WORKER = new URL('../../main/engine/tokenizer/token-worker.ts', import.meta.url)
export const PREAMBLE = 'You call tools. 你会调用工具。\n\n'
const fixtureSchema = z.object({ config: z.unknown(), tokenizer: z.unknown() })

const TEXTS = [
  'What will the weather be in Lima tomorrow?',
  '北京明天的天气怎么样？如果下雨，请帮我取消野餐。',
  '  two  spaces,\ttabs and\n\nempty lines ',
  '🌦️ 12,345.678 °C — “naïve” café <|im_end|>',
  'x'.repeat(300),
  Array.from({ length: 80 }, (_, i) => `word${i}`).join(' '),
]

/** Samples whose prompts are of all kinds of text. */
export const countedSamples = (): Sample[] =>
  madeSamples(TEXTS.length).map((sample, i) => ({
    ...sample,
    messages: [{ role: 'user', text: TEXTS[i] ?? '' }],
  }))

/** What transformers counts for them; tests/real/host-kit holds them to it. */
export const GOLDEN: Readonly<Record<Layout, readonly number[]>> = {
  release: [503, 525, 514, 530, 786, 876],
  small: [86, 137, 88, 109, 365, 454],
}

/** The small files of a model that reads prompts of a layout, in a folder. */
export function modelWith(layout: Layout, folder: string): string {
  mkdirSync(folder, { recursive: true })
  if (layout === 'small') {
    for (const name of ['tokenizer.json', 'tokenizer_config.json', 'config.json'])
      copyFileSync(join(NANO, name), join(folder, name))
    return folder
  }
  const text = readFileSync(join(FIXTURES, 'tokenizer/qwen.json'), 'utf8')
  const { config, tokenizer } = fixtureSchema.parse(JSON.parse(text))
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer))
  writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify(config))
  copyFileSync(join(FIXTURES, 'chat-template/qwen.jinja'), join(folder, 'chat_template.jinja'))
  return folder
}

export async function countsOf(
  samples: readonly Sample[],
  model: string,
  layout: Layout,
): Promise<readonly number[]> {
  const counter = await FileCounter.open(WORKER, await readModelFiles(model))
  const reader = { kind: 'onHost', host: 'h', start: { kind: 'model', folder: model }, layout } as const
  try {
    return await countPrompts(counter, samples, reader, PREAMBLE)
  } finally {
    await counter.close()
  }
}
