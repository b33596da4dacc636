import type { EndpointView } from '#core/contract/index.ts'
import {
  draftOf,
  EMPTY_FORM,
  type EndpointForm,
  type FormId,
  formOf,
  NEW_ENDPOINT,
} from '#core/endpoint/endpoint-form.ts'
import { useConnections } from './connections.ts'

export interface UsedForm {
  readonly id: FormId
  readonly form: EndpointForm
  /** Something is typed that is not stored. */
  readonly dirty: boolean
  put(change: Partial<EndpointForm>): void
  drop(): void
}

/** What is typed about an endpoint, or what is stored of it while nothing is. */
export function useEndpointForm(view: EndpointView | undefined): UsedForm {
  const id = view?.endpoint.id ?? NEW_ENDPOINT
  const typed = useConnections((state) => state.forms[id])
  const put = useConnections((state) => state.put)
  const drop = useConnections((state) => state.drop)
  const stored = view ? formOf(view.endpoint) : EMPTY_FORM
  const form = typed ?? stored
  const same = JSON.stringify(draftOf(form)) === JSON.stringify(draftOf(stored)) && form.key === ''
  return {
    id,
    form,
    dirty: typed !== undefined && !same,
    put: (change) => put(id, { ...form, ...change }),
    drop: () => drop(id),
  }
}
