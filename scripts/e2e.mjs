// The tests that drive the built program, on a display of their own: `npm run test:e2e [-- name of a test file]`.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildIfStale } from './build.mjs'
import { openDisplay } from './display.mjs'
import { root } from './electron-path.mjs'
import { setUp } from './setup.mjs'

try {
  await setUp()
  buildIfStale()
  const display = await openDisplay({ own: true })
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const run = spawn(
    process.execPath,
    [vitest, 'run', '--config', 'tests/e2e/vitest.config.ts', ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ...display.env } },
  )
  run.once('exit', (code) => {
    display.close()
    process.exitCode = code ?? 1
  })
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
