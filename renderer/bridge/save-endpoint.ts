import type { EndpointView } from '#core/contract/index.ts'
import { draftOf, type EndpointForm, type FormId, NEW_ENDPOINT } from '#core/endpoint/endpoint-form.ts'
import { call } from './looptool.ts'

/** Stores what is typed; the key goes to the secret store. @throws CallError */
export function saveEndpoint(id: FormId, form: EndpointForm): Promise<EndpointView> {
  const key =
    form.key === '' ? {} : { key: form.key, keep: form.runOnly ? ('run' as const) : ('keyring' as const) }
  return call('endpoint.save', { ...(id === NEW_ENDPOINT ? {} : { id }), draft: draftOf(form), ...key })
}
