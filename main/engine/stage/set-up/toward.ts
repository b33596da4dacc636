/** What bringing something to a host needs, and where it goes. */
import type { SetUpProgress } from '#core/host/set-up.ts'
import type { Gate } from '../../endpoint/gate.ts'
import type { Detached } from '../../host/detached.ts'
import type { Host } from '../../host/host.ts'
import type { Kit } from '../../host/kit.ts'

export interface BringDeps {
  readonly gate: Gate
  /** A hub's token by its name. */
  secret(name: string): Promise<string | undefined>
  /** The user chose to fetch packages by this computer: these hosts may be contacted. */
  nameHosts(addresses: readonly string[]): Promise<void>
  /** Holds what is on its way from an index to a host. */
  readonly stagingFolder: string
}

export interface Toward {
  readonly host: Host
  readonly kit: Kit
  readonly detached: Detached
  /** Id of the job. */
  readonly job: string
}

export type Told = (progress: SetUpProgress) => void
