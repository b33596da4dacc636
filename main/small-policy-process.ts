/**
 * The small policy's own process: computes, so that the engine never waits for a token. Started by Electron main (then
 * it speaks through a port to the engine) or by the command line (then through the pipe to its parent); it ends when
 * the other side is gone. No Electron import.
 */
import { openNanoPool } from '#engine/inference/nano/pool.ts'
import type { FromPolicy } from '#engine/inference/small-policy/messages.ts'
import { serve } from '#engine/inference/small-policy/serve.ts'

/** What this needs of Electron's MessagePortMain. */
interface Port {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
  start(): void
  postMessage(message: FromPolicy): void
}
interface ParentPort {
  once(event: 'message', listener: (event: { ports: Port[] }) => void): void
}

/** Whoever starts this process says where the worker threads' file stands. */
const workerFile = process.argv[2] ?? ''

/** A last word needs a turn of the event loop to leave. */
const LAST_WORD_MS = 100
const USED_EVERY_MS = 500

function tellUse(say: (message: FromPolicy) => void): void {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  say({ type: 'used', cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakRssKiB: maxRSS })
}

const exit = (): void => void setTimeout(() => process.exit(0), LAST_WORD_MS)

const hearer = (say: (message: FromPolicy) => void) => {
  setInterval(() => tellUse(say), USED_EVERY_MS).unref()
  return serve({
    openEngine: (place) => openNanoPool({ ...place, workerFile }),
    now: () => new Date().toISOString(),
    clock: () => performance.now(),
    ...{ say, exit },
  })
}

const { parentPort } = process as unknown as { parentPort?: ParentPort }
if (parentPort) {
  parentPort.once('message', ({ ports: [port] }) => {
    if (!port) return
    const hear = hearer((message) => port.postMessage(message))
    port.on('message', ({ data }) => hear(data))
    port.on('close', () => process.exit(0))
    port.start()
  })
} else {
  const hear = hearer((message) => process.send?.(message))
  process.on('message', hear)
  process.on('disconnect', () => process.exit(0))
}
