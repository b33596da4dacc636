/** What setting up a host takes from the program around it. */
import { join } from 'node:path'
import { nameHosts } from './consent.ts'
import type { EngineDeps } from './deps.ts'
import type { KeptHosts } from './kept-hosts.ts'
import { networkGate } from './network-gate.ts'
import type { ProjectFolder } from './project/folder.ts'
import type { SetUpDeps } from './stage/set-up/kind.ts'

export const setUpDeps = (
  deps: EngineDeps,
  hosts: KeptHosts,
  { folder, file }: ProjectFolder,
): SetUpDeps => ({
  openHost: (id) => hosts.open(id),
  kit: hosts.kit,
  gate: networkGate(deps),
  secret: (name) => deps.secrets.get(name),
  nameHosts: (addresses) => nameHosts(deps, addresses),
  stagingFolder: join(deps.hostsFolder ?? folder, 'carried'),
  project: file.name,
  now: () => deps.now().toISOString(),
})
