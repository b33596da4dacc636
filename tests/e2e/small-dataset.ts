/** Samples of the sample project that the small policy reads, made through the window's calls. */
import { vi } from 'vitest'
import { SMALL_PREPARE, SMALL_SIMULATE, SMALL_TOOL_SET } from '#core/nano/sample-settings.ts'
import type { RunningApp } from './app.ts'

/** Throws where the job has not come to its end within a minute. */
export const untilDone = (running: RunningApp, id: string): Promise<unknown> =>
  vi.waitUntil(async () => (await running.call('job.get', { id })).state.name === 'done', {
    timeout: 60_000,
  })

export async function makeSmallDataset(running: RunningApp): Promise<void> {
  const toolSet = (await running.call('toolSet.list')).find(({ name }) => name === SMALL_TOOL_SET)
  const settings = { ...SMALL_SIMULATE, toolSetId: toolSet?.id ?? '', count: 20 }
  const simulated = await running.call('simulate.start', { settings })
  await untilDone(running, simulated.id)
  const wish = { ...SMALL_PREPARE, jobs: [simulated.id], testShare: 0.2 }
  await untilDone(running, (await running.call('prepare.start', wish)).id)
}
