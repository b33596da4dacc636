/** An endpoint as the user keeps it, for all projects. The key is never part of it. */
import { z } from 'zod'
import { CALL_FORMATS } from '../tool-call/call-format.ts'
import { roleChoiceTableSchema } from './role-settings.ts'
import { roleTableSchema } from './role-table.ts'
import { addressOf } from './url.ts'

const address = z.string().trim().min(1).max(2000)
const money = z.number().min(0).max(1_000_000)

/** How the tokens of the model's prompts are counted; where nothing is said, they are estimated. */
export const tokenizerPlaceSchema = z.discriminatedUnion('kind', [
  /** tokenizer.json and chat template lie in this folder. */
  z.object({ kind: z.literal('files'), folder: z.string().trim().min(1).max(4096) }),
  /** The server counts (vLLM's /tokenize). */
  z.object({ kind: z.literal('server') }),
])
export type TokenizerPlace = z.infer<typeof tokenizerPlaceSchema>

export const endpointDraftSchema = z.object({
  name: z.string().trim().min(1).max(120),
  url: address,
  /** Further servers with the same model; together they are one endpoint. */
  replicas: z.array(address).max(32).default([]),
  /** May be empty while nobody has chosen one. */
  model: z.string().trim().max(500).default(''),
  /** Most requests open at once, for each server. */
  concurrency: z.number().int().min(1).max(2048).default(64),
  /** Money for a million tokens, in whatever currency the user counts. */
  price: z.object({ input: money, output: money }).exactOptional(),
  /** A certificate to trust beside the known ones. */
  caFile: z.string().min(1).max(4096).exactOptional(),
  proxy: z.string().trim().min(1).max(2000).exactOptional(),
  tokenizer: tokenizerPlaceSchema.exactOptional(),
  /** How the model writes calls in its raw text, where it is not as Hermes (and Qwen) do. */
  calls: z.enum(CALL_FORMATS).exactOptional(),
})
export type EndpointDraft = z.infer<typeof endpointDraftSchema>

export const storedEndpointSchema = endpointDraftSchema.extend({ id: z.string().min(1).max(200) })
export type StoredEndpoint = z.infer<typeof storedEndpointSchema>

export const endpointBookSchema = z.object({
  format: z.literal(1),
  endpoints: z.array(storedEndpointSchema),
  /** Hosts that the user named, and agreed to where they are another's. */
  allowedHosts: z.array(z.string()).default([]),
  /** Nothing is contacted but the hosts of these endpoints, their proxies, and those agreed to. */
  onlyConfigured: z.boolean().default(true),
  roles: roleTableSchema.default({}),
  /** Settings of roles where they differ from the method's own. */
  sampling: roleChoiceTableSchema.default({}),
  /** The last one removed, until the next is. */
  removed: z.object({ endpoint: storedEndpointSchema, place: z.number().int().min(0) }).exactOptional(),
})
export type EndpointBookFile = z.infer<typeof endpointBookSchema>

export const EMPTY_BOOK: EndpointBookFile = {
  format: 1,
  endpoints: [],
  allowedHosts: [],
  onlyConfigured: true,
  roles: {},
  sampling: {},
}

/** A name that no other endpoint has: `vLLM`, `vLLM 2`, … */
export function freeName(wanted: string, taken: readonly string[]): string {
  const stem = wanted.replace(/ \d+$/, '')
  for (let n = 2; ; n++) if (!taken.includes(`${stem} ${n}`)) return `${stem} ${n}`
}

/** The stored endpoint that an address belongs to, as its own or as a replica's. */
export function keptAt(endpoints: readonly StoredEndpoint[], url: string): StoredEndpoint | undefined {
  const wanted = addressOf(url)
  return (
    endpoints.find((one) => addressOf(one.url) === wanted) ??
    endpoints.find((one) => one.replicas.some((replica) => addressOf(replica) === wanted))
  )
}
