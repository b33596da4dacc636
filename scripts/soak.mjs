// `npm run test:soak`: kills, crossed commands, spoilt replies and planted truths at length. KILLS (a stage), MOVES,
// REPLIES (variants of a row of the tables) and DIALOGS (of every seed) may be given; names given choose test files.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { electronPath, root } from './electron-path.mjs'
import { setUp } from './setup.mjs'

const FILES = [
  'tests/engine/kill.test.ts',
  'tests/engine/loop-kill.test.ts',
  'tests/engine/train-kill.test.ts',
  'tests/engine/host-kill.test.ts',
  'tests/engine/job',
  'tests/engine/loop-moves.test.ts',
  'tests/engine/round-moves.test.ts',
  'tests/engine/stage/fuzz.test.ts',
  'tests/engine/planted.test.ts',
]
const named = process.argv.slice(2)
const wanted = FILES.filter((file) => named.length === 0 || named.some((name) => file.includes(name)))

await setUp()
const child = spawn(electronPath(), [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...wanted], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    ELECTRON_RUN_AS_NODE: '1',
    LOOPTOOL_KILLS: process.env.KILLS ?? '100',
    LOOPTOOL_MOVES: process.env.MOVES ?? '1000',
    LOOPTOOL_FUZZ: process.env.REPLIES ?? '200',
    LOOPTOOL_DIALOGS: process.env.DIALOGS ?? '60',
  },
})
child.once('exit', (code) => {
  process.exitCode = code ?? 1
})
