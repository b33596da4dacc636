// Runs a script or vitest under the Node inside Electron: the runtime that ships.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { electronPath, root } from './electron-path.mjs'

const electron = electronPath()
if (!electron) {
  console.error('Electron is not set up here yet: run `npm run setup` first.')
  process.exit(1)
}
const [target, ...rest] = process.argv.slice(2)
const script = target === 'vitest' ? join(root, 'node_modules/vitest/vitest.mjs') : target
const child = spawn(electron, [script, ...rest], {
  stdio: 'inherit',
  env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
})
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
