/**
 * Has pyarrow read what `samples` writes. Makes its own Python environment once, in the user's cache folder.
 * Run: node scripts/run.mjs tests/real/parquet/check.ts
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { samplesVerb } from '#engine/dataset/samples-verb.ts'
import { findPython, LACKING } from '../environment.ts'
import { conversationText } from './conversations.ts'

const COUNT = 1500
const reference = join(import.meta.dirname, '../../../../shared/data/parquet/toolrl_rlla_4k_test.parquet')

async function main(): Promise<number> {
  const found = findPython({
    name: 'pyarrow-21',
    packages: ['pyarrow==21.0.0'],
    modules: ['pyarrow.parquet'],
    variable: 'LOOPTOOL_PYARROW_PYTHON',
    minutes: 4,
  })
  if (found.why !== undefined) {
    console.log(`skipped: ${found.why}`)
    return LACKING
  }
  const folder = await mkdtemp(join(tmpdir(), 'looptool-parquet-'))
  try {
    const file = join(folder, 'conversations.jsonl')
    await writeFile(file, Array.from({ length: COUNT }, (_, i) => conversationText(i)).join('\n'))
    const answer = await samplesVerb({ in: file, out: folder, preamble: 'Call the tools.' })
    console.log(JSON.stringify({ records: answer.records, samples: answer.samples, rows: answer.rows }))
    const given = existsSync(reference) ? [reference] : []
    const read = spawnSync(found.python, [join(import.meta.dirname, 'read.py'), folder, ...given], {
      encoding: 'utf8',
    })
    console.log(`${read.stdout}${read.stderr}`.trim())
    return read.status === 0 ? 0 : 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

process.exitCode = await main()
