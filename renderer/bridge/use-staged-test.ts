import { type EndpointForm, type FormId, NEW_ENDPOINT } from '#core/endpoint/endpoint-form.ts'
import type { StagedTest } from '#core/endpoint/staged-test.ts'
import { shownAddress } from '#core/endpoint/url.ts'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { call } from './looptool.ts'
import { useAct } from './use-call.ts'
import { type Consent, useConsent } from './use-consent.ts'

export interface UsedTest {
  readonly test: StagedTest | undefined
  /** Not a test of what is typed now. */
  readonly stale: boolean
  readonly running: boolean
  readonly starting: boolean
  /** Another's host that nobody agreed to send to yet. */
  readonly consent: Consent | undefined
  readonly failure: SpokenFailure | undefined
  start(): Promise<boolean>
  stop(): void
}

interface Tested {
  readonly id: FormId
  readonly form: EndpointForm
  /** The latest test of the form, as far as it has come. */
  readonly test: StagedTest | undefined
  /** Told the id of a test that was started. */
  note(form: FormId, test: string): void
}

/** The test of what is typed, saved or not. */
export function useStagedTest({ id, form, test, note }: Tested): UsedTest {
  const consent = useConsent([form.url])
  const start = useAct(async () => {
    const { url, model, key, caFile, proxy } = form
    const started = await call('endpoint.test', {
      ...(id === NEW_ENDPOINT ? {} : { endpoint: id }),
      url: url.trim(),
      model: model.trim(),
      ...(key === '' ? {} : { key }),
      ...(caFile === undefined ? {} : { caFile }),
      ...(proxy.trim() === '' ? {} : { proxy: proxy.trim() }),
    })
    note(id, started.id)
  })
  return {
    test,
    stale: test !== undefined && (test.url !== shownAddress(form.url) || test.model !== form.model.trim()),
    running: test?.state === 'running',
    starting: start.busy,
    consent,
    failure: start.failure,
    start: () => start.run(),
    stop: () => {
      if (test) void call('endpoint.stopTest', { id: test.id }).catch(() => undefined)
    },
  }
}
