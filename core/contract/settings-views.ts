/** What the window sees of settings, network, logs and the support bundle. Plain data, no secret in it. */
import type { LogLine } from '../log/log-line.ts'
import type { Contact } from '../network/contact.ts'
import type { BundleFile } from '../support/bundle.ts'

/** A package that is part of the program, with its licence. */
export interface Licence {
  readonly name: string
  readonly version: string
  /** As its authors name it, e.g. `MIT`. */
  readonly licence: string
  /** The whole text, where the package holds one. */
  readonly text: string
}

export interface LogRow extends LogLine {
  /** Tells one row from the other while the files stay as they are. */
  readonly id: string
}
export interface LogPage {
  /** Latest first. */
  readonly rows: readonly LogRow[]
  /** All that fit, shown or not. */
  readonly total: number
}

/** The bundle as it would be saved; it stays at hand until another is made. */
export interface BundlePreview {
  readonly id: string
  readonly files: readonly BundleFile[]
}

/** The way to one stored endpoint. */
export interface EndpointWay {
  readonly id: string
  readonly name: string
  /** Hosts of the endpoint and its replicas. */
  readonly hosts: readonly string[]
  readonly proxy?: string
  readonly caFile?: string
  /** False: the file is gone or holds no certificate. */
  readonly caReadable?: boolean
}

export interface NetworkView {
  /** Nothing is contacted but what the user configured. */
  readonly onlyConfigured: boolean
  readonly ways: readonly EndpointWay[]
  /** Hosts that may be contacted, in the order of their names. */
  readonly configured: readonly string[]
  /** Every host ever contacted, the latest first. */
  readonly contacts: readonly Contact[]
}
