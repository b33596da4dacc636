/** What was found out about a host: a code with words in core/failure, and the one thing to do about it. */

/** Why a login fails: each wants something of a person. */
export const HOST_LOGIN_CODES = [
  'host.keyFileMissing',
  'host.keyFileUnreadable',
  'host.keyFilePublic',
  'host.keyFileFormat',
  'host.passphraseMissing',
  'host.passphraseWrong',
  'host.keyRefused',
  'host.agentAbsent',
  'host.agentEmpty',
  'host.agentRefused',
  'host.passwordMissing',
  'host.passwordRefused',
  'host.passwordOff',
  'host.twoFactor',
] as const

export const HOST_FINDING_CODES = [
  // What went well.
  'host.reached',
  'host.isSsh',
  'host.keyKnown',
  'host.loggedIn',
  'host.shellExact',
  'host.homeWritable',
  'host.pythonFound',
  'host.diskEnough',
  'host.notNeeded',
  // Why a line was not tried.
  'host.afterFailure',
  'host.stopped',
  // The way there.
  'host.nameUnknown',
  'host.refused',
  'host.noRoute',
  'host.connectTimeout',
  'host.jumpRefused',
  'host.linkLost',
  // What answers there.
  'host.notSsh',
  'host.noCommonCipher',
  'host.keyUnknown',
  'host.keyChanged',
  // Logging in.
  ...HOST_LOGIN_CODES,
  // What it lets one do.
  'host.noShell',
  'host.shellOdd',
  'host.shellNoise',
  'host.noSftp',
  'host.homeReadOnly',
  'host.homeMissing',
  'host.noPython',
  'host.oldPython',
  'host.diskLow',
  'host.diskFull',
  'host.odd',
] as const
export type HostFindingCode = (typeof HOST_FINDING_CODES)[number]

/** The one action that a finding offers. */
export type HostFix =
  /** Yes to this key of this machine; `instead` of the one that was trusted before. */
  | {
      readonly kind: 'trust'
      readonly door: string
      readonly fingerprint: string
      readonly type: string
      readonly instead?: string
    }
  /** Type the password or passphrase of one way. */
  | { readonly kind: 'secret'; readonly place: string }
  /** Words for a command line on the host. */
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'again' }

export interface HostFinding<Code extends string = HostFindingCode> {
  readonly code: Code
  /** `ask`: a person has to say yes. `fail`: it does not work. `warn`: it works, with this limit. `note`: nothing to do. */
  readonly weight: 'ask' | 'fail' | 'warn' | 'note'
  readonly values: Readonly<Record<string, string | number>>
  /** The machine's own words; never a secret. */
  readonly detail: string
  readonly fix?: HostFix
}
