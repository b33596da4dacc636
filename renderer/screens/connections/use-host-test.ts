import type { HostView } from '#core/contract/index.ts'
import type { SpokenFailure } from '#core/failure/failure.ts'
import type { HostFix } from '#core/host/finding.ts'
import type { HostTest } from '#core/host/host-test.ts'
import { THIS_COMPUTER } from '#core/host/stored-host.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { type HostForm, hostDraftOf, NEW_HOST, secretsOf, useHosts } from '../../store/hosts.ts'

export interface UsedHostTest {
  readonly test: HostTest | undefined
  /** Not a test of what is typed now. */
  readonly stale: boolean
  readonly running: boolean
  readonly starting: boolean
  readonly failure: SpokenFailure | undefined
  start(): void
  stop(): void
  /** The user's yes to a key; the test is run again. */
  trust(fix: Extract<HostFix, { kind: 'trust' }>): void
}

/** The test of what is typed, saved or not; this computer has nothing that could be typed. */
export function useHostTest(
  id: string,
  form: HostForm,
  view: HostView | undefined,
  changed: () => void,
): UsedHostTest {
  const noted = useHosts((state) => state.testOf[id])
  const live = useHosts((state) => (noted ? state.tests[noted.test] : undefined))
  const noteTest = useHosts((state) => state.noteTest)
  const test = live ?? view?.tested
  const local = id === THIS_COMPUTER
  const typed = local ? '' : JSON.stringify({ ...hostDraftOf(form), name: '' })
  const start = useAct(async () => {
    const started = await call('host.test', {
      ...(id === NEW_HOST ? {} : { host: id }),
      ...(local ? {} : { draft: hostDraftOf(form), secrets: secretsOf(form) }),
    })
    noteTest(id, started.id, typed)
  })
  const trust = useAct(async ({ door, fingerprint, instead }: Extract<HostFix, { kind: 'trust' }>) => {
    await call('host.trust', { door, fingerprint, ...(instead === undefined ? {} : { instead }) })
    changed()
    await start.run()
  })
  return {
    test,
    stale: noted !== undefined && noted.typed !== typed,
    running: test?.state === 'running',
    starting: start.busy || trust.busy,
    failure: start.failure ?? trust.failure,
    start: () => void start.run(),
    stop: () => {
      if (test) void call('host.stopTest', { id: test.id }).catch(() => undefined)
    },
    trust: (fix) => void trust.run(fix),
  }
}
