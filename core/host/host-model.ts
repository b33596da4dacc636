/** Models on a host, as `resources/host/models.py` tells of them. */
import { z } from 'zod'
import { type ModelShape, readModelShape } from '../training/model-shape.ts'
import { placeSchema } from './place.ts'

/** A model's name as hubs have it (`Qwen/Qwen3-0.6B`), or what the user calls one of their own. */
export const modelNameSchema = z.string().trim().min(1).max(300)
export const hubSchema = z
  .url({ protocol: /^https?$/ })
  .max(400)
  .refine((url) => !/^https?:\/\/[^/]*@/.test(url))
export const HUB = 'https://huggingface.co'

const count = z.number().int().min(0)

/** A line of type `model`: one on the host, or what a hub says of one. */
export const modelEventSchema = z.object({
  type: z.literal('model'),
  name: z.string().min(1).max(1000),
  folder: placeSchema,
  complete: z.boolean(),
  bytes: count.default(0),
  files: count.nullish(),
  hub: z.string().nullish(),
  revision: z.string().nullish(),
  licence: z.string().nullish(),
  /** Told by a hub: its owner decides who may fetch it. */
  gated: z.boolean().nullish(),
  /** Where the weights lie, of one that was adopted. */
  path: z.string().nullish(),
  architecture: z.string().nullish(),
  parameters: count.nullish(),
  /** Numbers and switches of its config.json. */
  config: z.record(z.string(), z.union([z.number(), z.boolean()])).nullish(),
  /** Code of a failure. */
  problem: z.string().nullish(),
  detail: z.string().nullish(),
})
export type ModelEvent = z.infer<typeof modelEventSchema>

export interface HostModel {
  readonly name: string
  /** Where training reads it from, in full. */
  readonly folder: string
  readonly bytes: number
  readonly complete: boolean
  /** It lies in a folder of the user's own; removing it here leaves it there. */
  readonly own: boolean
  readonly licence: string | null
  readonly hub: string | null
  readonly revision: string | null
  readonly architecture: string | null
  readonly parameters: number | null
  /** Undefined where it is no plain decoder: how much memory it takes is not known. */
  readonly shape?: ModelShape
  /** Tokens that it reads. */
  readonly context: number | null
  /** Code of a failure, and what lies behind it. */
  readonly problem?: { readonly code: string; readonly detail: string }
}

/** What a hub says of a model before anything of it is fetched. */
export interface OfferedModel {
  readonly name: string
  readonly hub: string
  readonly revision: string
  readonly licence: string | null
  readonly gated: boolean
  readonly bytes: number
  readonly files: number
  /** It stands on the host already. */
  readonly complete: boolean
  /** What is free there. */
  readonly free: number
}

export function modelOf(told: ModelEvent): HostModel {
  const { name, folder, bytes, complete, problem, detail } = told
  const shape = readModelShape(JSON.stringify(told.config ?? {}))
  const context = told.config?.max_position_embeddings
  return {
    ...{ name, folder, bytes, complete },
    own: typeof told.path === 'string',
    licence: told.licence ?? null,
    hub: told.hub ?? null,
    revision: told.revision ?? null,
    architecture: told.architecture ?? null,
    parameters: told.parameters ?? null,
    ...(shape ? { shape } : {}),
    context: typeof context === 'number' ? context : null,
    ...(problem ? { problem: { code: problem, detail: detail ?? '' } } : {}),
  }
}

/** Files that belong to a model, as `looptool_kit/weights.py` has it: weights in Python's own format are never taken. */
const MODEL_FILE =
  /^(?:[^/\\]+\.safetensors|[^/\\]+\.json|[^/\\]+\.jinja|[^/\\]+\.model|merges\.txt|vocab\.txt|LICENSE[^/\\]*|README\.md)$/
const OWN_FILES: ReadonlySet<string> = new Set(['looptool.json'])
const TOKENIZERS = ['tokenizer.json', 'tokenizer.model', 'vocab.json']

export const isModelFile = (name: string): boolean => MODEL_FILE.test(name) && !OWN_FILES.has(name)

/** What a folder lacks to be a model's; undefined where it is one. @param names of its files */
export function lacksOfModel(names: readonly string[]): string | undefined {
  if (!names.includes('config.json')) return 'config.json'
  if (!names.some((name) => name.endsWith('.safetensors'))) return '.safetensors'
  return TOKENIZERS.some((name) => names.includes(name)) ? undefined : 'tokenizer.json'
}
