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
import { closingLine, countCheck, countReal, countVitest } from './test/count.mjs'
import { ordinaryUser } from './test/ordinary-user.mjs'

const tool = (path) => join(root, 'node_modules', path)
const work = mkdtempSync(join(tmpdir(), 'looptool-test-'))
const parts = []

/** Runs a program in the checkout, its output passed through. */
function run(command, env = {}) {
  const [program, ...args] = command
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

async function part(name, work) {
  const began = Date.now()
  console.log(`\n== ${name}`)
  const counts = await work()
  parts.push(counts)
  console.log(`== ${name}: ${closingLine([counts])} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
}

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
    console.log(`\n== window, as an ordinary user with the sandbox on: not run apart, since ${user.reason}`)
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
  if (noSshd) console.log(`Hosts over SSH are not tested here: ${noSshd}.`)
  const node = process.execPath
  const tsc = (project) => [node, tool('typescript/bin/tsc'), '-p', project]
  await part('types', check(tsc('.'), tsc('tsconfig.renderer.json'), tsc('tsconfig.e2e.json')))
  await part('lint', check([node, tool('@biomejs/biome/bin/biome'), 'check', '.']))
  await part('unit', vitest('unit', { runtime: [electronPath()], env: { ELECTRON_RUN_AS_NODE: '1' } }))
  await part('pyarrow reads our Parquet', async () =>
    countReal(await run([electronPath(), 'tests/real/parquet/check.ts'], { ELECTRON_RUN_AS_NODE: '1' })),
  )
  await part('transformers, TRL and GGUF take the small policy', async () =>
    countReal(await run([electronPath(), 'tests/real/small-policy/check.ts'], { ELECTRON_RUN_AS_NODE: '1' })),
  )
  buildIfStale()
  await windowTests()
} catch (error) {
  console.error(error.message)
  parts.push(countCheck(1))
} finally {
  rmSync(work, { recursive: true, force: true })
}
console.log(`\n${closingLine(parts)}`)
process.exitCode = parts.every(({ failed }) => failed === 0) ? 0 : 1
