import { create } from 'zustand'
import type { StagedTest } from '#core/endpoint/staged-test.ts'
import type { EndpointDraft, StoredEndpoint } from '#core/endpoint/stored-endpoint.ts'

/** What is typed about an endpoint. The key lives here only until it is saved, and nowhere on disk. */
export interface EndpointForm {
  readonly name: string
  readonly url: string
  readonly model: string
  readonly key: string
  readonly runOnly: boolean
  readonly concurrency: number
  /** One address a line. */
  readonly replicas: string
  readonly priceIn: number | undefined
  readonly priceOut: number | undefined
  readonly caFile: string | undefined
  readonly proxy: string
}

/** Where a form belongs: an endpoint's id, or the one that is not saved yet. */
export type FormId = string
export const NEW_ENDPOINT: FormId = 'new'

interface ConnectionsState {
  readonly forms: Readonly<Record<FormId, EndpointForm>>
  /** The latest test of each form, by id of the test. */
  readonly testOf: Readonly<Record<FormId, string>>
  readonly tests: Readonly<Record<string, StagedTest>>
  put(id: FormId, form: EndpointForm): void
  drop(id: FormId): void
  noteTest(id: FormId, test: string): void
  hear(test: StagedTest): void
}

const without = <T>(all: Readonly<Record<string, T>>, id: string): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([other]) => other !== id))

/** What is typed outlives the page and every failure. */
export const useConnections = create<ConnectionsState>()((set) => ({
  forms: {},
  testOf: {},
  tests: {},
  put: (id, form) => set(({ forms }) => ({ forms: { ...forms, [id]: form } })),
  drop: (id) => set(({ forms }) => ({ forms: without(forms, id) })),
  noteTest: (id, test) => set(({ testOf }) => ({ testOf: { ...testOf, [id]: test } })),
  hear: (test) => set(({ tests }) => ({ tests: { ...tests, [test.id]: test } })),
}))

export const EMPTY_FORM: EndpointForm = {
  name: '',
  url: '',
  model: '',
  key: '',
  runOnly: false,
  concurrency: 16,
  replicas: '',
  priceIn: undefined,
  priceOut: undefined,
  caFile: undefined,
  proxy: '',
}

export const formOf = (endpoint: StoredEndpoint): EndpointForm => ({
  ...EMPTY_FORM,
  name: endpoint.name,
  url: endpoint.url,
  model: endpoint.model,
  concurrency: endpoint.concurrency,
  replicas: endpoint.replicas.join('\n'),
  priceIn: endpoint.price?.input,
  priceOut: endpoint.price?.output,
  caFile: endpoint.caFile,
  proxy: endpoint.proxy ?? '',
})

/** The form as it would be stored; the key goes its own way. */
export function draftOf(form: EndpointForm): EndpointDraft {
  const { priceIn, priceOut, caFile } = form
  const proxy = form.proxy.trim()
  const priced = priceIn !== undefined || priceOut !== undefined
  return {
    name: form.name.trim(),
    url: form.url.trim(),
    model: form.model.trim(),
    concurrency: form.concurrency,
    replicas: form.replicas.split(/\s+/).filter((line) => line !== ''),
    ...(priced ? { price: { input: priceIn ?? 0, output: priceOut ?? 0 } } : {}),
    ...(caFile === undefined ? {} : { caFile }),
    ...(proxy === '' ? {} : { proxy }),
  }
}
