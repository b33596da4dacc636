// `npm run --silent loop -- VERB …`: the engine without a window. Standard output is the verb's alone.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { electronPath, root } from './electron-path.mjs'
import { setUp } from './setup.mjs'

try {
  await setUp((line) => process.stderr.write(`${line}\n`))
  const child = spawn(electronPath(), [join(root, 'main/cli/loop.ts'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    // Paths are meant from where the command was typed, not from the checkout.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.once('exit', (code, signal) => {
    process.exitCode = signal ? 1 : (code ?? 1)
  })
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
