/**
 * Every line that is made for a shell, from 200 random configurations with hostile values: what a program runs on a host
 * and what people copy. A real shell runs each with programs that do nothing; whatever a value says, it is only a word.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { tempFolder } from '#tests/helpers/project.ts'
import { CANARY, shellLines } from '#tests/helpers/shell-lines.ts'
import { findShellcheck, troublesOf } from '#tests/helpers/shellcheck.ts'

const configurations = shellLines(200, 20261126)
const lines = [...new Set(configurations.flat())]
const temp = tempFolder()
afterAll(() => temp.remove())

/** Programs that people are told to run; here none does anything. */
const PROGRAMS =
  'apt-get chsh curl df dmesg du env eval grep head lspci nvidia-smi ps python3 sort ss ssh-add ssh-agent ssh-copy-id sudo tail timedatectl uv vllm'.split(
    ' ',
  )

it.skipIf(process.platform === 'win32')(
  'none runs what stands in a value',
  () => {
    const [bin, work] = [join(temp.path, 'bin'), join(temp.path, 'work')]
    mkdirSync(bin)
    mkdirSync(work)
    for (const name of PROGRAMS) {
      writeFileSync(join(bin, name), '#!/bin/sh\nexit 0\n')
      chmodSync(join(bin, name), 0o755)
    }
    // `touch` is there, so that a word that is run would be seen.
    const touch = spawnSync('sh', ['-c', 'command -v touch'], { encoding: 'utf8' }).stdout.trim()
    writeFileSync(join(bin, 'touch'), `#!/bin/sh\nexec ${touch} "$@"\n`)
    chmodSync(join(bin, 'touch'), 0o755)
    const [scripts, home] = [join(temp.path, 'scripts'), { HOME: work, PATH: bin }]
    mkdirSync(scripts)
    for (const [i, line] of lines.entries()) writeFileSync(join(scripts, String(i)), line)
    const all = 'for script in "$1"/*; do /bin/sh "$script" </dev/null; done'
    spawnSync('/bin/sh', ['-c', all, 'sh', scripts], { cwd: work, env: home, stdio: 'ignore' })
    expect(readdirSync(work)).toEqual([])
    // The search would see one that is run.
    spawnSync('/bin/sh', ['-c', `df "$(touch ${CANARY})"`], { cwd: work, env: { PATH: bin } })
    expect(readdirSync(work)).toEqual([CANARY])
  },
  120_000,
)

const shellcheck = findShellcheck()
it.skipIf(shellcheck === undefined)(
  'shellcheck finds nothing in any',
  () => {
    expect(lines.length).toBeGreaterThan(700)
    expect(troublesOf(shellcheck ?? '', lines)).toEqual([])
  },
  120_000,
)
