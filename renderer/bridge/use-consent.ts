import { useDebouncedValue } from '@mantine/hooks'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { call } from './looptool.ts'
import { useAct, useCall } from './use-call.ts'

const CALM_MS = 300

export interface Consent {
  /** Nothing may be sent there before the user agreed. */
  readonly host: string
  readonly busy: boolean
  readonly failure: SpokenFailure | undefined
  agree(): void
}

/** The first of these addresses that leads to another's host which nobody agreed to send to; undefined when none does. */
export function useConsent(urls: readonly string[]): Consent | undefined {
  const typed = JSON.stringify(urls.map((url) => url.trim()).filter((url) => url !== ''))
  const [calm] = useDebouncedValue(typed, CALM_MS)
  const hosts = useCall('endpoint.unagreed', calm === '[]' ? null : { urls: JSON.parse(calm) as string[] })
  const agree = useAct((host: string) => call('endpoint.allowHost', { url: host }).then(hosts.reload))
  const host = hosts.data?.[0]
  if (host === undefined) return undefined
  return { host, busy: agree.busy, failure: agree.failure, agree: () => void agree.run(host) }
}
