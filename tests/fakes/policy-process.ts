/** The small policy's process around the fake engine: `serve` as the real one, kills and stops included. */
import { serve } from '#engine/inference/small-policy/serve.ts'
import { openFakeEngine } from './nano-engine.ts'

const exit = (): void => void setTimeout(() => process.exit(0), 20)
const hear = serve({
  openEngine: (place) => openFakeEngine(place, { updateMs: 30 }),
  now: () => new Date().toISOString(),
  clock: () => performance.now(),
  say: (message) => process.send?.(message),
  exit,
})
process.on('message', hear)
process.on('disconnect', () => process.exit(0))
