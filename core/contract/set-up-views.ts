/** What the window sees of what stands on a host. Plain data; a hub's token is never in it. */
import type { HostEnvironment, HostLock } from '../host/environment.ts'
import type { FoundWork } from '../host/found-work.ts'
import type { HostModel } from '../host/host-model.ts'
import type { KeyPlace } from './connection-views.ts'

export type { HostEnvironment, HostLock } from '../host/environment.ts'
export type { FoundWork, WorkState } from '../host/found-work.ts'
export type { HostModel, OfferedModel } from '../host/host-model.ts'

export interface HostEnvironments {
  /** Complete ones first. */
  readonly environments: readonly HostEnvironment[]
  /** What can be made. */
  readonly locks: readonly HostLock[]
  /** Bytes free where they lie. */
  readonly free: number
  /** Whether uv is there; where it is not, it is brought. */
  readonly uv: boolean
}

export interface HostModels {
  readonly models: readonly HostModel[]
  /** Bytes free where they lie. */
  readonly free: number
}

/** What stands in a host's jobs folder, the latest first. */
export interface HostWorkList {
  readonly work: readonly FoundWork[]
  /** Bytes free where it lies. */
  readonly free: number
}

export interface Freed {
  /** Bytes. */
  readonly freed: number
}

export interface HubToken {
  readonly hub: string
  readonly place: KeyPlace
}
