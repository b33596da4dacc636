import type { KeyPlace } from '#core/contract/connection-views.ts'
import type { CallName, Pushes, PushName } from '#core/contract/contract.ts'
import type { PolicyProcess } from './inference/small-policy/messages.ts'

/** Calls that the engine answers; the rest need Electron and are main's. */
export type EngineCallName = Exclude<
  CallName,
  | `app.${string}`
  | `settings.${string}`
  | `system.${string}`
  | `log.${string}`
  | `bundle.${string}`
  | 'project.recent'
  | 'project.forget'
  | 'project.placeFor'
>

/** Where keys are, never what they are. */
export interface KeyKeeper {
  place(name: string): Promise<KeyPlace>
  forget(name: string): Promise<void>
  /** Whether keys outlive the program. */
  lasting(): Promise<boolean>
}

/** What the engine is handed: everything that differs between the app, the command line and tests. */
export interface EngineDeps {
  /** The resources folder: prompts, the sample project's tools, the small policy. */
  readonly resourcesFolder: string
  /** The small policy that training starts from, in place of the one that is shipped with the resources. */
  readonly policyFolder?: string
  /** Where the sample project is made. */
  readonly sampleFolder: string
  /** store-worker, as a file that a worker thread can run. */
  readonly workerFile: string | URL
  /** token-worker, likewise; absent: it stands beside this source. */
  readonly tokenWorkerFile?: string | URL
  readonly appVersion: string
  /** Starts a process for the small policy; it ends with the program. */
  readonly startPolicy: () => PolicyProcess
  readonly push: <P extends PushName>(name: P, payload: Pushes[P]) => void
  /** Keys of endpoints: they go in, and out only to the client that needs them. */
  readonly secrets: {
    get(name: string): Promise<string | undefined>
    /** @param runOnly not kept beyond this run of the program */
    set(name: string, value: string, runOnly?: boolean): Promise<void>
  }
  /** What the window may know and change of kept keys; absent where none are kept. */
  readonly keyring?: KeyKeeper
  /** The file of stored endpoints; absent: none are kept. */
  readonly endpointsFile?: string
  /** The folder of what is kept of hosts and their keys; absent: nothing is kept. */
  readonly hostsFolder?: string
  /** Whether a person has to agree before something is sent to another's host (who names it on a command line has). */
  readonly asksConsent?: boolean
  readonly now: () => Date
  /** Whether jobs that were running when a project was last closed go on when it is opened (default: they do). */
  readonly resumeJobs?: boolean
}
