/** Dialogs → samples, and samples → Parquet, in CPU seconds of this process (wall-clock is noise here). */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isExactObject, readJson } from '#core/json/exact.ts'
import { samplesOfDialog } from '#core/sample/from-dialog.ts'
import { readConversation } from '#core/sample/looptool-record.ts'
import { renderRelease } from '#core/sample/render-release.ts'
import type { Sample } from '#core/sample/sample.ts'
import { splitSamples } from '#core/sample/split.ts'
import { SampleSpool, sha256 } from '#engine/dataset/sample-spool.ts'
import { VERL_FILES, writeVerlFiles } from '#engine/dataset/verl-parquet.ts'
import type { BenchRow } from './row.ts'
import { corpusLine } from './sample-corpus.ts'

const DIALOGS = 1000
const ROWS = 23_000
/** Of the LoopTool release: where the bar was set, and on this very corpus (docs/evidence/samples.txt). */
const RELEASE = 7975
const RELEASE_ON_CORPUS = 4618
const PREAMBLE = 'Call the tools that the user needs. '.repeat(40)

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

function samplesOf(line: string, record: number, textSamples: boolean): readonly Sample[] {
  const value = readJson(line)
  const read = isExactObject(value) ? readConversation(value) : undefined
  if (read === undefined || 'refused' in read) throw new Error('the corpus is broken')
  const source = {
    ...read,
    toolSetHash: '',
    place: `record ${record}`,
    parent: (turn: number) => ({ from: 'file' as const, file: 'corpus', record, turn }),
  }
  return samplesOfDialog(source, { history: 8, textHistory: 6, textSamples }, sha256).samples
}

function benchMaking(): BenchRow {
  const lines = Array.from({ length: DIALOGS }, (_, i) => corpusLine(i))
  // The first pass only warms up: a prepare job runs for many more dialogs than the compiler needs to see.
  for (const line of lines) for (const sample of samplesOf(line, 0, false)) renderRelease(sample, PREAMBLE)
  let samples = 0
  let characters = 0
  const before = cpuSeconds()
  for (const [i, line] of lines.entries()) {
    for (const sample of samplesOf(line, i, false)) {
      const { instruction, input, output } = renderRelease(sample, PREAMBLE)
      samples++
      characters += instruction.length + input.length + output.length
    }
  }
  const seconds = cpuSeconds() - before
  return {
    name: 'dialogs → samples, rendered',
    value: Math.round(samples / seconds),
    unit: 'samples per CPU second',
    bar: `≥ 2 × the release: ${RELEASE} where the bar was set, ${RELEASE_ON_CORPUS} on this corpus`,
    note: `${samples} samples of ${DIALOGS} dialogs, ${(characters / samples / 1000).toFixed(1)} kB each; read from exact JSON`,
  }
}

async function benchParquet(folder: string): Promise<BenchRow[]> {
  const spool = new SampleSpool(join(folder, 'spool'), PREAMBLE)
  try {
    const spooling = cpuSeconds()
    for (let dialog = 0; spool.count < ROWS; dialog++) {
      for (const sample of samplesOf(corpusLine(dialog), dialog, true))
        if (spool.count < ROWS) spool.add(sample)
    }
    const spooled = cpuSeconds() - spooling
    const split = splitSamples(spool.count, 0.02, 2025)
    const never = new AbortController().signal
    const before = cpuSeconds()
    await writeVerlFiles(folder, spool, split, 1, never)
    const seconds = cpuSeconds() - before
    const sizes = await Promise.all(Object.values(VERL_FILES).map((name) => stat(join(folder, name))))
    const bytes = sizes.reduce((sum, { size }) => sum + size, 0)
    const rss = Math.round(process.memoryUsage().rss / 1e6)
    return [
      {
        name: `Parquet of ${ROWS} verl rows`,
        value: seconds,
        unit: 'CPU s',
        bar: '≤ 3',
        note: `shuffled and rendered from the spool; ${(bytes / 1e6).toFixed(1)} MB; RSS ${rss} MB`,
      },
      {
        name: `${ROWS} samples read, made and spooled`,
        value: spooled,
        unit: 'CPU s',
        note: 'what prepare does before it writes',
      },
    ]
  } finally {
    spool.close()
  }
}

export async function benchSamples(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'looptool-bench-'))
  try {
    return [benchMaking(), ...(await benchParquet(folder))]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
