import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { PolicyProcess } from '#engine/inference/small-policy/messages.ts'

const WORKER = fileURLToPath(new URL('../engine/inference/nano/worker.ts', import.meta.url))

/** Starts the small policy's process as a child of this one; it ends with it. */
export function startPolicy(
  file: string | URL = new URL('../small-policy-process.ts', import.meta.url),
): PolicyProcess {
  // Standard output is the verb's alone.
  const child = fork(file, [WORKER], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  return {
    // One that has ended hears nothing any more; that it ended is told by `onExit`.
    post: (message) => child.connected && child.send(message, () => undefined),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', listener),
    kill: () => child.kill('SIGKILL'),
  }
}
