// How the window is started here: with Chrome's sandbox, but for root, whom Chrome does not sandbox.
import { spawn, spawnSync } from 'node:child_process'
import { electronPath, root } from './electron-path.mjs'

export const sandboxArgs = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])

/** Why Chrome could not sandbox an ordinary user here, in words with the way out; undefined when it can. */
export function sandboxProblem() {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return undefined
  const { status, error } = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' })
  if (status === 0 || error) return undefined
  return (
    'This system does not let ordinary users make user namespaces, which the sandbox of the window needs.\n' +
    'An administrator allows it with: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0 kernel.unprivileged_userns_clone=1'
  )
}

/** @returns {Promise<number>} the program's exit code */
export function launch(args, { env = {} } = {}) {
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env
  const child = spawn(electronPath(), [...sandboxArgs(), root, ...args], {
    stdio: 'inherit',
    env: { ...inherited, ...env },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)))
  })
}
