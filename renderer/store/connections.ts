import { create } from 'zustand'
import type { TokenizerFacts } from '#core/contract/index.ts'
import type { StagedTest } from '#core/endpoint/staged-test.ts'
import type { EndpointDraft, StoredEndpoint, TokenizerPlace } from '#core/endpoint/stored-endpoint.ts'
import type { CallFormat } from '#core/tool-call/call-format.ts'

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
  readonly tokenizer: TokenizerPlace['kind'] | 'none'
  readonly tokenizerFolder: string | undefined
  /** What came of trying it; not stored. */
  readonly tried: TokenizerFacts | undefined
  readonly calls: CallFormat
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
  // The next new endpoint has not been tested yet.
  drop: (id) =>
    set(({ forms, testOf }) => ({
      forms: without(forms, id),
      testOf: id === NEW_ENDPOINT ? without(testOf, id) : testOf,
    })),
  noteTest: (id, test) => set(({ testOf }) => ({ testOf: { ...testOf, [id]: test } })),
  hear: (test) => set(({ tests }) => ({ tests: { ...tests, [test.id]: test } })),
}))

export const EMPTY_FORM: EndpointForm = {
  name: '',
  url: '',
  model: '',
  key: '',
  runOnly: false,
  concurrency: 64,
  replicas: '',
  priceIn: undefined,
  priceOut: undefined,
  caFile: undefined,
  proxy: '',
  tokenizer: 'none',
  tokenizerFolder: undefined,
  tried: undefined,
  calls: 'hermes',
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
  tokenizer: endpoint.tokenizer?.kind ?? 'none',
  tokenizerFolder: endpoint.tokenizer?.kind === 'files' ? endpoint.tokenizer.folder : undefined,
  calls: endpoint.calls ?? 'hermes',
})

/** Undefined: estimated, or files whose folder nobody chose yet. */
export function tokenizerOf({
  tokenizer,
  tokenizerFolder,
}: Pick<EndpointForm, 'tokenizer' | 'tokenizerFolder'>): TokenizerPlace | undefined {
  if (tokenizer === 'server') return { kind: 'server' }
  return tokenizer === 'files' && tokenizerFolder !== undefined
    ? { kind: 'files', folder: tokenizerFolder }
    : undefined
}

/** The form as it would be stored; the key goes its own way. */
export function draftOf(form: EndpointForm): EndpointDraft {
  const { priceIn, priceOut, caFile } = form
  const proxy = form.proxy.trim()
  const tokenizer = tokenizerOf(form)
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
    ...(tokenizer === undefined ? {} : { tokenizer }),
    ...(form.calls === 'hermes' ? {} : { calls: form.calls }),
  }
}
