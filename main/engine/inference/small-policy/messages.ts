/** What the engine and the small policy's process say to each other: plain data, decoded on both sides. */
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'

const path = z.string().min(1).max(4096)
const id = z.number().int().min(0)
const failure = z.object({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  detail: z.string(),
})

const place = {
  /** Folder of a checkpoint: model.safetensors, config.json, tokenizer.json. */
  model: path,
  /** The kernels, as compiled. */
  kernels: path,
  workers: z.number().int().min(1).max(64).exactOptional(),
}

const askSchema = z.object({
  type: z.literal('ask'),
  id,
  messages: z
    .array(z.object({ role: z.enum(['system', 'user', 'assistant', 'tool']), content: z.string() }))
    .min(1),
  temperature: z.number().min(0).max(10),
  maxTokens: z.number().int().min(1).max(131_072),
  count: z.number().int().min(1).max(128),
  seed: z.number().int().min(0),
  logprobs: z.boolean(),
})
export type Ask = z.infer<typeof askSchema>

const toPolicySchema = z.discriminatedUnion('type', [
  /** From here on it answers. */
  z.object({ type: z.literal('open'), ...place }),
  askSchema,
  /** From here on it trains the run of that folder; `model` is where the run starts. */
  z.object({ type: z.literal('train'), folder: path, ...place }),
  z.object({ type: z.literal('stop'), how: z.enum(['save', 'now']) }),
])
export type ToPolicy = z.infer<typeof toPolicySchema>
export type TrainOrder = Extract<ToPolicy, { type: 'train' }>
export type OpenOrder = Extract<ToPolicy, { type: 'open' }>

const choice = z.object({
  text: z.string(),
  finish: z.enum(['stop', 'length']),
  logprobs: z.array(z.object({ token: z.string(), logprob: z.number() })),
})
const fromPolicySchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('answer'),
    id,
    choices: z.array(choice).min(1),
    promptTokens: z.number().int().min(0),
    completionTokens: z.number().int().min(0),
    serviceMs: z.number().min(0),
  }),
  z.object({ type: z.literal('refused'), id, failure }),
  /** What it has used so far, said now and then. */
  z.object({ type: z.literal('used'), cpuSeconds: z.number(), peakRssKiB: z.number() }),
  /** The process can do nothing more; what it was asked stays unanswered. */
  z.object({ type: z.literal('failed'), failure }),
])
export type FromPolicy = z.infer<typeof fromPolicySchema>
export type Answered = Extract<FromPolicy, { type: 'answer' }>

/** @throws z.ZodError */
export const decodeToPolicy = (raw: unknown): ToPolicy => toPolicySchema.parse(raw)
export const decodeFromPolicy = (raw: unknown): FromPolicy => fromPolicySchema.parse(raw)

/** The small policy's process as the engine holds it. Whoever hosts the engine starts it. */
export interface PolicyProcess {
  post(message: ToPolicy): void
  /** Raw: the engine decodes. */
  onMessage(listener: (message: unknown) => void): void
  onExit(listener: () => void): void
  kill(): void
}

/** Any error as it crosses between processes; what is no Failure is a defect. */
export const tellFailure = (error: unknown): z.infer<typeof failure> =>
  error instanceof Failure
    ? { code: error.code, values: { ...error.values }, detail: error.detail }
    : {
        code: 'program.defect',
        values: {},
        detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }

export const heardFailure = ({ code, values, detail }: z.infer<typeof failure>): Failure =>
  new Failure(code, values, detail)
