import type { EngineDeps } from '../deps.ts'
import type { KeptHosts } from '../kept-hosts.ts'
import type { OpenProject } from '../open-project.ts'
import type { TokenCounters } from '../token-counters.ts'

/** What the calls need of the engine they answer for. */
export interface EngineHost {
  readonly deps: EngineDeps
  readonly hosts: KeptHosts
  readonly counters: TokenCounters
  /** @throws Failure `project.none` */
  project(): OpenProject
  readonly projectIfOpen: OpenProject | undefined
  /** Opens a project in place of the one that is open. @throws Failure `project.*` */
  open(folder: string, readOnly?: boolean): Promise<OpenProject>
  close(): Promise<void>
}
