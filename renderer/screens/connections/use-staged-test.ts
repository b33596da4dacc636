import type { EndpointView } from '#core/contract/index.ts'
import type { StagedTest } from '#core/endpoint/staged-test.ts'
import { shownAddress } from '#core/endpoint/url.ts'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { type Consent, useConsent } from '../../bridge/use-consent.ts'
import { type EndpointForm, type FormId, NEW_ENDPOINT, useConnections } from '../../store/connections.ts'
import { useLastTest } from './last-test.ts'

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

/** The test of what is typed, saved or not. */
export function useStagedTest(id: FormId, form: EndpointForm, view: EndpointView | undefined): UsedTest {
  const test = useLastTest(id, view)
  const noteTest = useConnections((state) => state.noteTest)
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
    noteTest(id, started.id)
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
