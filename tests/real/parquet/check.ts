/**
 * Has pyarrow read what `samples` writes. Makes its own Python environment once, in the user's cache folder.
 * Run: node scripts/run.mjs tests/real/parquet/check.ts
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { samplesVerb } from '#engine/dataset/samples-verb.ts'
import { conversationText } from './conversations.ts'

const PYARROW = 'pyarrow==21.0.0'
const COUNT = 1500
/** Exit code of a check that could not be made here. */
const LACKING = 77
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'looptool', 'pyarrow-21')
const python = join(cache, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
const reference = join(import.meta.dirname, '../../../../shared/data/parquet/toolrl_rlla_4k_test.parquet')

/** Undefined when there is pyarrow, or why there is not. */
function environment(): string | undefined {
  const has = () => spawnSync(python, ['-c', 'import pyarrow.parquet'], { encoding: 'utf8' }).status === 0
  if (existsSync(python) && has()) return undefined
  const made = spawnSync(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', cache], {
    encoding: 'utf8',
  })
  if (made.status !== 0) return `no Python with venv: ${made.error?.message ?? made.stderr.trim()}`
  const installed = spawnSync(
    python,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', PYARROW],
    {
      encoding: 'utf8',
      timeout: 240_000,
    },
  )
  return installed.status === 0 && has()
    ? undefined
    : `${PYARROW} cannot be had: ${installed.stderr.trim().slice(-300)}`
}

async function main(): Promise<number> {
  const missing = environment()
  if (missing !== undefined) {
    console.log(`skipped: ${missing}`)
    return LACKING
  }
  const folder = await mkdtemp(join(tmpdir(), 'looptool-parquet-'))
  try {
    const file = join(folder, 'conversations.jsonl')
    await writeFile(file, Array.from({ length: COUNT }, (_, i) => conversationText(i)).join('\n'))
    const answer = await samplesVerb({ in: file, out: folder, preamble: 'Call the tools.' })
    console.log(JSON.stringify({ records: answer.records, samples: answer.samples, rows: answer.rows }))
    const given = existsSync(reference) ? [reference] : []
    const read = spawnSync(python, [join(import.meta.dirname, 'read.py'), folder, ...given], {
      encoding: 'utf8',
    })
    console.log(`${read.stdout}${read.stderr}`.trim())
    return read.status === 0 ? 0 : 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

process.exitCode = await main()
