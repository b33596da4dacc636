import type { HostView } from '#core/contract/index.ts'
import {
  EMPTY_HOST,
  type HostForm,
  hostDraftOf,
  hostFormOf,
  NEW_HOST,
  secretsOf,
  useHosts,
} from '../../store/hosts.ts'

export interface UsedHostForm {
  readonly id: string
  readonly form: HostForm
  /** Something is typed that is not stored. */
  readonly dirty: boolean
  put(change: Partial<HostForm>): void
  drop(): void
}

/** What is typed about a host, or what is stored of it while nothing is. */
export function useHostForm(view: HostView | undefined): UsedHostForm {
  const id = view?.id ?? NEW_HOST
  const typed = useHosts((state) => state.forms[id])
  const put = useHosts((state) => state.put)
  const drop = useHosts((state) => state.drop)
  const stored = view?.host ? hostFormOf(view.host) : EMPTY_HOST
  const form = typed ?? stored
  const same =
    JSON.stringify(hostDraftOf(form)) === JSON.stringify(hostDraftOf(stored)) &&
    Object.keys(secretsOf(form)).length === 0
  return {
    id,
    form,
    dirty: typed !== undefined && !same,
    put: (change) => put(id, { ...form, ...change }),
    drop: () => drop(id),
  }
}
