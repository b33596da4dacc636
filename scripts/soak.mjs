// `npm run test:soak`: the kill and crossed-command tests at length. KILLS and MOVES may be given.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { electronPath, root } from './electron-path.mjs'
import { setUp } from './setup.mjs'

await setUp()
const child = spawn(
  electronPath(),
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    ...['run', 'tests/engine/kill.test.ts', 'tests/engine/train-kill.test.ts', 'tests/engine/job'],
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ELECTRON_RUN_AS_NODE: '1',
      LOOPTOOL_KILLS: process.env.KILLS ?? '100',
      LOOPTOOL_MOVES: process.env.MOVES ?? '1000',
    },
  },
)
child.once('exit', (code) => {
  process.exitCode = code ?? 1
})
