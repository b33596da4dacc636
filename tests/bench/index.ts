/**
 * Prints what the program costs beside what it may cost. `npm run bench [-- NAME…]` runs all or those named.
 * Wall-clock on shared machines is noise: the bars are ratios and CPU time, and nothing here fails.
 */
import { cpus } from 'node:os'
import { benchBoard } from './board.ts'
import { benchCalls } from './calls.ts'
import { benchCriticalPath } from './critical-path.ts'
import { benchCurves } from './curves.ts'
import { benchDialogs } from './dialogs.ts'
import { benchJobs } from './jobs.ts'
import { benchMatch } from './match.ts'
import { benchNano } from './nano.ts'
import { benchProbe, benchRescore } from './probe.ts'
import { benchRounds } from './rounds.ts'
import type { BenchRow } from './row.ts'
import { benchSamples } from './samples.ts'
import { benchStore } from './store.ts'
import { benchTrain } from './train.ts'

const BENCHES: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  store: benchStore,
  calls: benchCalls,
  jobs: benchJobs,
  path: benchCriticalPath,
  dialogs: benchDialogs,
  samples: benchSamples,
  rounds: benchRounds,
  board: benchBoard,
  probe: benchProbe,
  rescore: benchRescore,
  match: benchMatch,
  nano: benchNano,
  train: benchTrain,
  curves: benchCurves,
}

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(BENCHES, name))
if (unknown.length > 0) {
  console.error(`no such bench: ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`)
  process.exit(2)
}

console.log(
  `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}\n`,
)
console.log(`| ${'what'.padEnd(62)} | ${'value'.padStart(12)} | ${'bar'.padEnd(18)} | note |`)
console.log(`|${'-'.repeat(64)}|${'-'.repeat(13)}:|${'-'.repeat(20)}|------|`)
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  for (const row of await bench()) {
    const value = `${number(row.value)} ${row.unit}`.trim()
    console.log(
      `| ${row.name.padEnd(62)} | ${value.padStart(12)} | ${(row.bar ?? '').padEnd(18)} | ${row.note ?? ''} |`,
    )
  }
}
process.exit(0)
