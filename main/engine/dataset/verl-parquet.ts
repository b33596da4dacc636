import { join } from 'node:path'
import type { Split } from '#core/sample/split.ts'
import { type Column, type ParquetSource, writeParquet } from './parquet.ts'
import type { SampleSpool } from './sample-spool.ts'

const COLUMNS: readonly Column[] = [
  { name: 'position', type: 'integer' },
  { name: 'instruction', type: 'text' },
  { name: 'input', type: 'text' },
  { name: 'output', type: 'text' },
  { name: 'sample_id', type: 'text' },
  { name: 'round', type: 'integer' },
  { name: 'kind', type: 'text' },
  { name: 'split', type: 'text' },
  { name: 'tools', type: 'text' },
  { name: 'accepted', type: 'text' },
  { name: 'data_source', type: 'text' },
  { name: 'ability', type: 'text' },
  { name: 'style', type: 'text' },
]

/** The fixed schema of verl's rows: `prompt` is a list of structs, never JSON. */
const SELECT = `
  data_source,
  [{'role': 'system', 'content': instruction}, {'role': 'user', 'content': input}] AS prompt,
  ability,
  {'style': style, 'ground_truth': output} AS reward_model,
  {'split': split, 'index': position, 'instruction': instruction, 'input': input, 'output': output,
   'sample_id': sample_id, 'round': round, 'kind': kind, 'tools': tools, 'accepted': accepted} AS extra_info`

function sourceOf(
  spool: SampleSpool,
  order: Uint32Array,
  split: 'train' | 'test',
  round: number,
): ParquetSource {
  return {
    columns: COLUMNS,
    count: order.length,
    row: (index) => {
      const row = spool.verlRow(order[index] ?? 0, { split, index, round })
      const extra = row.extra_info
      return [
        extra.index,
        extra.instruction,
        extra.input,
        row.reward_model.ground_truth,
        extra.sample_id,
        extra.round,
        extra.kind,
        extra.split,
        extra.tools,
        extra.accepted,
        row.data_source,
        row.ability,
        row.reward_model.style,
      ]
    },
  }
}

export const VERL_FILES = { train: 'train.parquet', test: 'test.parquet' } as const

/** Writes the samples of a split as verl reads them, each part to its file in the folder, in the split's order. */
export async function writeVerlFiles(
  folder: string,
  spool: SampleSpool,
  split: Split,
  round: number,
  signal: AbortSignal,
): Promise<void> {
  for (const part of ['train', 'test'] as const) {
    const source = sourceOf(spool, split[part], part, round)
    await writeParquet(folder, join(folder, VERL_FILES[part]), source, SELECT, signal)
  }
}
