/** What the staged test found out: a code with words in core/failure, and the one thing to do about it. */

export const FINDING_CODES = [
  // What went well.
  'connection.reached',
  'connection.reachedProxy',
  'connection.secured',
  'connection.noTls',
  'connection.listed',
  'connection.modelServed',
  'connection.answered',
  'connection.called',
  'connection.calledTwice',
  'connection.bound',
  'connection.gaveLogprobs',
  'connection.contextKnown',
  'connection.contextRead',
  'connection.ran',
  // Why a line was not tried.
  'connection.afterFailure',
  'connection.needsChat',
  'connection.stopped',
  'connection.defect',
  // The address.
  'connection.addressEmpty',
  'connection.addressInvalid',
  'connection.addressSpace',
  'connection.addressScheme',
  'connection.addressLogin',
  'connection.proxyInvalid',
  // The way there.
  'connection.dnsUnknown',
  'connection.refused',
  'connection.noRoute',
  'connection.connectTimeout',
  'connection.proxyUnreachable',
  'connection.proxyRefused',
  'connection.notConnected',
  // Encryption.
  'connection.clearText',
  'connection.tlsSelfSigned',
  'connection.tlsUnknownIssuer',
  'connection.tlsExpired',
  'connection.tlsNotYet',
  'connection.tlsName',
  'connection.tlsPlain',
  'connection.tlsNeeded',
  'connection.tlsFailed',
  'connection.caUnreadable',
  // What answers there.
  'connection.notHttp',
  'connection.keyMissing',
  'connection.keyRefused',
  'connection.keyExpired',
  'connection.keyUnreadable',
  'connection.forbidden',
  'connection.authWall',
  'connection.wrongPath',
  'connection.notFound',
  'connection.webPage',
  'connection.redirect',
  'connection.rateLimited',
  'connection.busy',
  'connection.quota',
  'connection.loading',
  'connection.gateway',
  'connection.serverError',
  'connection.silent',
  'connection.stalled',
  'connection.cut',
  'connection.tooLarge',
  'connection.encoded',
  'connection.notModels',
  'connection.notChat',
  'connection.contentType',
  // The model.
  'connection.noModelList',
  'connection.emptyModelList',
  'connection.modelEmpty',
  'connection.modelMissing',
  'connection.modelNear',
  'connection.modelUnlisted',
  'connection.modelSwapped',
  'connection.chatRefused',
  'connection.noTemplate',
  // What it can do.
  'connection.noToolParser',
  'connection.toolsUnsupported',
  'connection.callsAsText',
  'connection.noToolCall',
  'connection.badArguments',
  'connection.answerCut',
  'connection.thinkingLeaks',
  'connection.oneCall',
  'connection.structuredRefused',
  'connection.structuredIgnored',
  'connection.noLogprobs',
  'connection.contextSmall',
  'connection.contextCut',
  'connection.queues',
  'connection.loadRefused',
  'connection.loadFailed',
] as const
export type FindingCode = (typeof FINDING_CODES)[number]

/** The one action that a finding offers. */
export type Fix =
  /** Another address in place of the typed one. */
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'model'; readonly model: string }
  | { readonly kind: 'key' }
  | { readonly kind: 'ca' }
  /** Words for the server's command line. */
  | { readonly kind: 'flags'; readonly flags: string }
  | { readonly kind: 'again' }

export interface Finding {
  readonly code: FindingCode
  /** `fail`: the line did not pass. `warn`: it works, with this limit. `note`: nothing to do. */
  readonly weight: 'fail' | 'warn' | 'note'
  readonly values: Readonly<Record<string, string | number>>
  /** The server's own words, or the system's; never a key. */
  readonly detail: string
  readonly fix?: Fix
}

interface More {
  readonly detail?: string
  readonly fix?: Fix
}
type Values = Finding['values']

const finding = (
  weight: Finding['weight'],
  code: FindingCode,
  values: Values,
  { detail = '', fix }: More,
): Finding => ({ code, weight, values, detail, ...(fix ? { fix } : {}) })

export const fails = (code: FindingCode, values: Values = {}, more: More = {}): Finding =>
  finding('fail', code, values, more)
export const warns = (code: FindingCode, values: Values = {}, more: More = {}): Finding =>
  finding('warn', code, values, more)
export const notes = (code: FindingCode, values: Values = {}, more: More = {}): Finding =>
  finding('note', code, values, more)
