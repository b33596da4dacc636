/** An endpoint as it is typed: every field may still be empty or wrong. */
import { z } from 'zod'
import { CALL_FORMATS } from '../tool-call/call-format.ts'
import type { EndpointDraft, StoredEndpoint, TokenizerPlace } from './stored-endpoint.ts'
import { withoutLogin } from './url.ts'

const text = z.string().max(2000)

/** What may be kept of a form between two starts of the program: everything but the key. */
export const typedEndpointSchema = z.object({
  name: text,
  url: text,
  model: text,
  concurrency: z.number().int().min(1).max(2048),
  /** One address a line. */
  replicas: z.string().max(64_000),
  priceIn: z.number().min(0).optional(),
  priceOut: z.number().min(0).optional(),
  caFile: z.string().max(4096).optional(),
  proxy: text,
  tokenizer: z.enum(['none', 'files', 'server']).default('none'),
  tokenizerFolder: z.string().max(4096).optional(),
  calls: z.enum(CALL_FORMATS).default('hermes'),
})
export type TypedEndpoint = z.infer<typeof typedEndpointSchema>

/** The key lives in memory until it is saved, and nowhere on disk. */
export interface EndpointForm extends Readonly<TypedEndpoint> {
  readonly key: string
  readonly runOnly: boolean
}

/** Where a form belongs: an endpoint's id, or the one that is not saved yet. */
export type FormId = string
export const NEW_ENDPOINT: FormId = 'new'

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

/** Without user names and passwords; what is no address at all may hold one, and is kept only where no `@` is in it. */
const bare = (typed: string): string => (typed.includes('@') ? (withoutLogin(typed) ?? '') : typed)

/** What of a form may be written to disk. */
export function keptForm({ key: _key, runOnly: _runOnly, ...form }: EndpointForm): TypedEndpoint {
  const replicas = form.replicas.split('\n').map(bare).join('\n')
  return { ...form, url: bare(form.url), replicas, proxy: bare(form.proxy) }
}
