/** What may be told of jobs to somebody who helps: numbers, codes and times; no title, prompt, data or example. */
import { hostOf } from '../endpoint/url.ts'
import type { JobView, OutcomeGroup } from '../job/view.ts'
import type { Contact } from '../network/contact.ts'

export interface JobFacts {
  readonly kind: string
  readonly state: string
  readonly stage: boolean
  readonly pause?: { readonly reason: string; readonly code?: string }
  readonly failure?: string
  readonly counts: JobView['counts']
  readonly concurrency: number
  readonly starts: number
  readonly createdAt: string
  readonly lastNewsAt?: string
  readonly appVersion: string
  /** Who plays each role: host and model, or `practice`. */
  readonly roles: Readonly<Record<string, readonly string[]>>
  /** Items that were dropped or failed, by reason. */
  readonly groups: readonly Pick<OutcomeGroup, 'state' | 'boundary' | 'reason' | 'count'>[]
}

export interface SupportFacts {
  readonly jobs: readonly JobFacts[]
  readonly contacts: readonly Contact[]
  /** Sizes of the open project's parts, in bytes. */
  readonly disk: Readonly<Record<string, number>>
  readonly project: { readonly format: number; readonly counts: Readonly<Record<string, number>> } | null
}

/** A code of this program, as far as a text begins with one; whatever else it holds may be anybody's words. */
export const codeIn = (text: string): string | undefined => /^[a-z][\w]*(?:\.[\w]+)+/i.exec(text)?.[0]

const isCode = (text: string): boolean => /^[\w.:-]{1,80}$/.test(text)

export function jobFacts(view: JobView, groups: readonly OutcomeGroup[]): JobFacts {
  const { spec, state, counts, lastNewsAt } = view
  const code = state.pause && codeIn(state.pause.detail)
  return {
    kind: spec.kind,
    state: state.name,
    stage: spec.parent !== undefined,
    ...(state.pause ? { pause: { reason: state.pause.reason, ...(code ? { code } : {}) } } : {}),
    ...(state.failure === undefined ? {} : { failure: codeIn(state.failure) ?? 'other' }),
    counts,
    concurrency: spec.concurrency,
    starts: state.starts,
    createdAt: spec.createdAt,
    ...(lastNewsAt === undefined ? {} : { lastNewsAt }),
    appVersion: spec.appVersion,
    roles: Object.fromEntries(
      Object.entries(spec.roles).map(([role, players]) => [
        role,
        players.map(({ scripted, endpoint, model }) =>
          scripted ? 'practice' : `${hostOf(endpoint) ?? endpoint} ${model}`,
        ),
      ]),
    ),
    groups: groups.map(({ state, boundary, reason, count }) => ({
      state,
      ...(boundary === undefined ? {} : { boundary }),
      reason: isCode(reason) ? reason : (codeIn(reason) ?? 'other'),
      count,
    })),
  }
}
