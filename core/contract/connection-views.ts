/** What the window sees of endpoints. Plain data; a key is never in it. */
import type { RoleChoiceTable } from '../endpoint/role-settings.ts'
import type { RoleTable } from '../endpoint/role-table.ts'
import type { StagedTest } from '../endpoint/staged-test.ts'
import type { StoredEndpoint } from '../endpoint/stored-endpoint.ts'
import type { CountWay } from '../token/counter.ts'
import type { CallFormat } from '../tool-call/call-format.ts'

/** Where a key is: nowhere, in the system's keyring, or in memory until the program ends. */
export type KeyPlace = 'none' | 'keyring' | 'memory'

export interface EndpointView {
  readonly endpoint: StoredEndpoint
  readonly key: KeyPlace
  /** Host and port. */
  readonly host: string
  /** Nothing that is sent there leaves this computer. */
  readonly own: boolean
  /** The user agreed to send to this host; true for their own machine. */
  readonly allowed: boolean
  /** The last test of it since the program started. */
  readonly tested?: StagedTest
}

export interface Connections {
  readonly endpoints: readonly EndpointView[]
  readonly roles: RoleTable
  readonly sampling: RoleChoiceTable
  /** Name of the endpoint whose removal can be undone. */
  readonly removed?: string
  /** False where the system has no keyring that deserves the name: keys then live until the program ends. */
  readonly keysLast: boolean
  /** File name under which a damaged list was put aside. */
  readonly damaged?: string
}

/** What is said of a tokenizer that was tried. */
export interface TokenizerFacts {
  readonly way: CountWay
  /** Tokens that the model knows; absent where a server counts. */
  readonly vocabulary?: number
  /** Tokens of one short question, so that the count is seen to work. */
  readonly trial: number
  /** How the chat template writes calls; absent where it writes none. */
  readonly calls?: CallFormat
}
