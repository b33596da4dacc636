// `npm test`: sets up, then types, lint, unit tests under Electron's Node, build, and the tests that drive the window.
// The last line is the sum of it all.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale } from './build.mjs'
import { openDisplay } from './display.mjs'
import { electronPath, root } from './electron-path.mjs'
import { installSshd } from './setup/sshd.mjs'
import { setUp } from './setup.mjs'
import { closingLine, countCheck, countReal, countVitest, LACKING } from './test/count.mjs'
import { ordinaryUser } from './test/ordinary-user.mjs'

const tool = (path) => join(root, 'node_modules', path)
const work = mkdtempSync(join(tmpdir(), 'looptool-test-'))
const start = Date.now()
/** @type {{ name: string, counts: import('./test/count.mjs').Counts, seconds: number }[]} */
const parts = []
/** What was not tried here, and why. */
const left = []

/** Runs a program in the checkout, its output passed through; ends it (and answers `late`) after so long. */
function run(command, env = {}, { most, late } = {}) {
  const [program, ...args] = command
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  const timer = most === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), most)
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      resolve(code ?? late ?? 1)
    })
  })
}

async function part(name, work) {
  const began = Date.now()
  console.log(`\n== ${name}`)
  const counts = await work()
  const seconds = (Date.now() - began) / 1000
  parts.push({ name, counts, seconds })
  console.log(`== ${name}: ${closingLine([counts])} (${seconds.toFixed(1)} s)`)
}

/** The whole has half an hour: what takes minutes is begun only while there is room for it, and ended before that is up. */
const [LATEST_MS, END_MS] = [21 * 60_000, 28 * 60_000]

/** A check against a real engine, while there is time for one. */
async function real(name, script, ...args) {
  if (Date.now() - start > LATEST_MS) {
    left.push(`${name}: the rest took ${Math.round((Date.now() - start) / 60_000)} minutes`)
    parts.push({ name, counts: { passed: 0, failed: 0, skipped: 1 }, seconds: 0 })
    return
  }
  await part(name, async () => {
    const counts = countReal(
      await run(
        [electronPath(), `tests/real/${script}`, ...args],
        { ELECTRON_RUN_AS_NODE: '1' },
        { most: start + END_MS - Date.now(), late: LACKING },
      ),
    )
    if (counts.skipped > 0)
      left.push(`${name}: this machine lacks what it needs, as said above, or the time for it`)
    return counts
  })
}

/** Every part with its counts, then what was not run. */
function tellParts() {
  console.log('\n== parts')
  for (const { name, counts, seconds } of parts)
    console.log(`   ${closingLine([counts])} in ${seconds.toFixed(0)} s: ${name}`)
  for (const one of [...left, ...ELSEWHERE]) console.log(`   not run: ${one}`)
}

/** Of `npm run test:real` and `npm run test:soak`, what would take too long here. */
const ELSEWHERE = [
  'TRL under kills, a full disk and NaN, and what its callbacks cost (tests/real/host-kit, `npm run test:real`)',
  'a GPU (tests/real/gpu, on a machine that has one)',
  'kills, moves and spoilt replies at length (`npm run test:soak`)',
]

const check =
  (...commands) =>
  async () => {
    let status = 0
    for (const command of commands) status = (await run(command)) || status
    return countCheck(status)
  }

const vitest =
  (name, { runtime = [process.execPath], args = [], env = {} }) =>
  async () => {
    const report = join(env.HOME ?? work, `${name}.json`)
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const status = await run([...runtime, tool('vitest/vitest.mjs'), 'run', ...args, ...reporters], env)
    return countVitest(existsSync(report) ? readFileSync(report, 'utf8') : undefined, status)
  }

async function windowTests() {
  const display = await openDisplay({ own: true })
  const config = ['--config', 'tests/e2e/vitest.config.ts']
  await part('window', vitest('window', { args: config, env: display.env }))
  const user = ordinaryUser()
  if ('reason' in user) {
    left.push(`window, as an ordinary user with the sandbox on: ${user.reason}`)
  } else {
    const env = { ...display.env, HOME: user.home, TMPDIR: user.home, LOOPTOOL_TEST_RESULTS: user.home }
    const args = ['smoke', ...config, '--configLoader', 'runner', '--no-cache']
    await part(
      'window, as an ordinary user with the sandbox on',
      vitest('ordinary', { runtime: [...user.prefix, process.execPath], args, env }),
    )
    rmSync(user.home, { recursive: true, force: true })
  }
  display.close()
}

try {
  await setUp()
  const noSshd = installSshd()
  if (noSshd) left.push(`hosts over SSH: ${noSshd}`)
  const node = process.execPath
  const tsc = (project) => [node, tool('typescript/bin/tsc'), '-p', project]
  await part('types', check(tsc('.'), tsc('tsconfig.renderer.json'), tsc('tsconfig.e2e.json')))
  await part('lint', check([node, tool('@biomejs/biome/bin/biome'), 'check', '.']))
  await part('unit', vitest('unit', { runtime: [electronPath()], env: { ELECTRON_RUN_AS_NODE: '1' } }))
  buildIfStale()
  await windowTests()
  await real('pyarrow reads our Parquet', 'parquet/check.ts')
  await real('shellcheck reads our lines', 'shell/check.ts')
  await real('transformers, TRL and GGUF take the small policy', 'small-policy/check.ts', '--make')
  await real(
    'TRL over SSH, its link cut and its follower killed',
    'hosts/check.ts',
    '--make',
    '--cuts',
    '3',
    '--kills',
    '3',
  )
} catch (error) {
  console.error(error.message)
  parts.push({ name: 'the run itself', counts: countCheck(1), seconds: 0 })
} finally {
  rmSync(work, { recursive: true, force: true })
}
tellParts()
const all = parts.map(({ counts }) => counts)
console.log(`\n${closingLine(all)}`)
process.exitCode = all.every(({ failed }) => failed === 0) ? 0 : 1
