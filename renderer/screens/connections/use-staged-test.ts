import { useDebouncedValue } from '@mantine/hooks'
import type { EndpointView } from '#core/contract/index.ts'
import type { StagedTest } from '#core/endpoint/staged-test.ts'
import { shownAddress } from '#core/endpoint/url.ts'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { type EndpointForm, type FormId, NEW_ENDPOINT, useConnections } from '../../store/connections.ts'

const CALM_MS = 300

export interface UsedTest {
  readonly test: StagedTest | undefined
  /** Not a test of what is typed now. */
  readonly stale: boolean
  readonly running: boolean
  readonly starting: boolean
  /** Another's host that nobody agreed to send to yet. */
  readonly askConsent: string | undefined
  readonly agreeing: boolean
  readonly failure: SpokenFailure | undefined
  start(): Promise<boolean>
  stop(): void
  agree(): void
}

/** The test of what is typed, saved or not. */
export function useStagedTest(id: FormId, form: EndpointForm, view: EndpointView | undefined): UsedTest {
  const testId = useConnections((state) => state.testOf[id])
  const live = useConnections((state) => (testId === undefined ? undefined : state.tests[testId]))
  const noteTest = useConnections((state) => state.noteTest)
  const [calmUrl] = useDebouncedValue(form.url.trim(), CALM_MS)
  const host = useCall('endpoint.host', calmUrl === '' ? null : { url: calmUrl })
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
  const agree = useAct(() => call('endpoint.allowHost', { url: calmUrl }).then(host.reload))
  const test = live ?? view?.tested
  const needsConsent = host.data && host.data.host !== '' && !host.data.own && !host.data.allowed
  return {
    test,
    stale: test !== undefined && (test.url !== shownAddress(form.url) || test.model !== form.model.trim()),
    running: test?.state === 'running',
    starting: start.busy,
    askConsent: needsConsent ? host.data?.host : undefined,
    agreeing: agree.busy,
    failure: start.failure ?? agree.failure,
    start: () => start.run(),
    stop: () => {
      if (test) void call('endpoint.stopTest', { id: test.id }).catch(() => undefined)
    },
    agree: () => void agree.run(),
  }
}
