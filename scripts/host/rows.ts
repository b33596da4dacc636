/**
 * Rows of the sample project for the host kit's trainer, as the app writes them for the small policy.
 *
 *     node scripts/run.mjs scripts/host/rows.ts OUT.jsonl [DIALOGS] [HELD_OUT_DIALOGS] [SEED]
 */
import { writeFile } from 'node:fs/promises'
import { SMALL_ENDPOINT } from '#core/sample/policy-prompt.ts'
import { type TrlRow, trlRow } from '#core/sample/trl-row.ts'
import { sampleProjectSamples } from '../nano/sample-project-set.ts'

async function rowsOf(part: TrlRow['part'], dialogs: number, seed: number): Promise<TrlRow[]> {
  const samples = await sampleProjectSamples(dialogs, seed)
  return samples.map((sample) => trlRow(sample, { part, endpoint: SMALL_ENDPOINT, preamble: '' }))
}

const [, , file, dialogs = '160', heldOut = '40', seed = '77'] = process.argv
if (file === undefined) throw new Error('say where to write: OUT.jsonl [DIALOGS] [HELD_OUT_DIALOGS] [SEED]')
const rows = [
  ...(await rowsOf('train', Number(dialogs), Number(seed))),
  ...(await rowsOf('heldOut', Number(heldOut), Number(seed) + 1)),
]
await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
process.stdout.write(`${rows.length} rows\n`)
