import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import {
  decodeFromPolicy,
  type FromPolicy,
  type PolicyProcess,
} from '#engine/inference/small-policy/messages.ts'

const WORKER = fileURLToPath(new URL('../engine/inference/nano/worker.ts', import.meta.url))

/** Starts the small policy's process as a child of this one; it ends with it. */
export function startPolicy(
  file: string | URL = new URL('../small-policy-process.ts', import.meta.url),
): PolicyProcess {
  // Standard output is the verb's alone.
  const child = fork(file, [WORKER], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  child.on('message', (raw) => noteUse(child.pid ?? 0, raw))
  return {
    // One that has ended hears nothing any more; that it ended is told by `onExit`.
    post: (message) => child.connected && child.send(message, () => undefined),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', listener),
    kill: () => child.kill('SIGKILL'),
  }
}

const used = new Map<number, Extract<FromPolicy, { type: 'used' }>>()

function noteUse(pid: number, raw: unknown): void {
  const message = decodeFromPolicy(raw)
  if (message.type === 'used') used.set(pid, message)
}

/** By all that were started, as each said last; the memory is that of the largest. */
export function usedByPolicies(): { cpuSeconds: number; peakRssKiB: number } {
  const all = [...used.values()]
  return {
    cpuSeconds: all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    peakRssKiB: Math.max(0, ...all.map(({ peakRssKiB }) => peakRssKiB)),
  }
}
