import { THIS_COMPUTER } from '../host/stored-host.ts'
import type { JobSpec } from './job.ts'

/** Whether the work is another machine's, which goes on while this one sleeps: its settings name a host. */
export function goesOnAlone({ settings }: Pick<JobSpec, 'settings'>): boolean {
  if (typeof settings !== 'object' || settings === null || !('host' in settings)) return false
  const { host } = settings
  return typeof host === 'string' && host !== '' && host !== THIS_COMPUTER
}
