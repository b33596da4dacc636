import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { Kit } from '#engine/host/kit.ts'
import type { HostRunDeps } from '#engine/stage/train/host-run.ts'

/** For tests in which nothing is trained on a host. */
export const NO_HOSTS: Pick<HostRunDeps, 'openHost' | 'kit' | 'placeOfRun' | 'project'> = {
  openHost: async () => {
    throw new Failure('host.gone')
  },
  placeOfRun: async () => {
    throw new Failure('job.notFound')
  },
  project: 'Travel',
  kit: new Kit(join(import.meta.dirname, '../../resources/host')),
}
