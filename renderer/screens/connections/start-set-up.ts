import type { CallInput } from '#core/contract/index.ts'
import { call } from '../../bridge/looptool.ts'
import { useJobs } from '../../store/jobs.ts'

/** Starts a set-up and shows its job at once. @throws Failure in words */
export async function startSetUp(settings: CallInput<'setUp.start'>['settings']): Promise<void> {
  const { id } = await call('setUp.start', { settings })
  useJobs.getState().put(await call('job.get', { id }))
}
