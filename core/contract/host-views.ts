/** What the window sees of hosts. Plain data; a password or passphrase is never in it. */
import type { HostReport } from '../host/host-report.ts'
import type { HostTest } from '../host/host-test.ts'
import type { StoredHost } from '../host/stored-host.ts'
import type { KeyPlace } from './connection-views.ts'

/** One machine on the way to a host, with what is kept about it. */
export interface WayView {
  readonly place: string
  /** Where its password or passphrase is. */
  readonly secret: KeyPlace
  /** The key that was trusted. */
  readonly trusted?: { readonly type: string; readonly fingerprint: string; readonly since: string }
}

export interface HostView {
  readonly id: string
  readonly name: string
  /** Absent for this computer, which needs no way. */
  readonly host?: StoredHost
  readonly ways: readonly WayView[]
  /** `idle`: nobody needed it since the program started. */
  readonly link: 'idle' | 'up' | 'lost'
  /** The last test and the last report since the program started. */
  readonly tested?: HostTest
  readonly report?: HostReport
}

export interface HostList {
  readonly hosts: readonly HostView[]
  /** Name of the host whose removal can be undone. */
  readonly removed?: string
  /** False where the system has no keyring that deserves the name. */
  readonly keysLast: boolean
  /** File name under which a damaged list was put aside. */
  readonly damaged?: string
}

/** One machine as `~/.ssh/config` describes it. */
export interface OfferedWay {
  readonly address: string
  readonly port: number
  readonly user: string
  /** First key file named for it, its path in full. */
  readonly keyFile?: string
}

export interface OfferedHost extends OfferedWay {
  readonly name: string
  /** Machines passed through, from this computer on. */
  readonly jumps: readonly OfferedWay[]
}
