/** Decoders for what was written to a file: dialogs handed in, samples of a dataset. A wrong value is refused. */
import { z } from 'zod'
import { CASE_TYPES, LANGUAGES, LEVELS } from '../dialog/case-type.ts'
import type { Dialog } from '../dialog/dialog.ts'
import { isExactObject, JsonError, type JsonText, readJson } from '../json/exact.ts'
import { printJson } from '../json/print.ts'
import type { Tool } from '../tool/tool.ts'
import type { Sample } from './sample.ts'

const jsonText = (isFit: (text: string) => boolean) =>
  z.string().transform((text, context): JsonText => {
    try {
      if (isFit(text)) return printJson(readJson(text))
    } catch (error) {
      if (!(error instanceof JsonError)) throw error
    }
    context.issues.push({ code: 'custom', message: 'not the JSON that is wanted here', input: text })
    return z.NEVER
  })
const anyJson = jsonText(() => true)
const objectJson = jsonText((text) => isExactObject(readJson(text)))

const call = z.object({ name: z.string().min(1), arguments: objectJson })
/** An answer as it is stored. */
export const answerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('calls'), calls: z.array(call), prose: z.string().exactOptional() }),
])
/** Where a sample comes from, as it is stored. */
export const parentsSchema = z.array(
  z.discriminatedUnion('from', [
    z.object({ from: z.literal('dialog'), job: z.string(), dialog: z.string(), turn: z.number() }),
    z.object({ from: z.literal('file'), file: z.string(), record: z.number(), turn: z.number() }),
    z.object({ from: z.literal('sample'), sample: z.string() }),
  ]),
)
const results = z.array(z.object({ name: z.string(), content: anyJson }))

const toolSchema = z.object({
  name: z.string().min(1),
  description: z.string(),
  parameters: objectJson,
  results: anyJson.exactOptional(),
  category: z.string().exactOptional(),
  sourceName: z.string().exactOptional(),
  written: objectJson.exactOptional(),
})

const turn = z.discriminatedUnion('from', [
  z.object({ from: z.literal('user'), text: z.string(), need: z.number().int().exactOptional() }),
  z.object({
    from: z.literal('assistant'),
    answer: answerSchema,
    thinking: z.string().exactOptional(),
    votes: z.array(
      z.object({ answer: answerSchema, thinking: z.string().exactOptional(), model: z.string() }),
    ),
    agreed: z.boolean(),
    marks: z.array(z.string()),
  }),
  z.object({ from: z.literal('tool'), results }),
])

const dialogSchema = z.object({
  setup: z.object({
    key: z.string(),
    language: z.enum(LANGUAGES),
    level: z.enum(LEVELS),
    tools: z.array(z.string()),
    date: z.string(),
    needs: z.array(z.enum(CASE_TYPES)),
    target: z.number(),
    style: z.string(),
  }),
  plan: z
    .object({ needs: z.array(z.object({ type: z.enum(CASE_TYPES), text: z.string() })) })
    .nullish()
    .transform((plan) => plan ?? undefined),
  turns: z.array(turn),
  wrongTurns: z.array(z.object({ role: z.string(), reason: z.string(), text: z.string() })),
})

/** What a policy sees before it must answer. */
export const messagesSchema = z.array(
  z.discriminatedUnion('role', [
    z.object({ role: z.literal('user'), text: z.string() }),
    z.object({ role: z.literal('assistant'), answer: answerSchema }),
    z.object({ role: z.literal('tool'), results }),
  ]),
)

export const sampleSchema = z.object({
  id: z.string().min(1),
  toolSetHash: z.string(),
  tools: z.array(toolSchema),
  date: z.string(),
  language: z.enum(LANGUAGES),
  messages: messagesSchema,
  accepted: z.array(answerSchema).min(1),
  kind: z.enum(CASE_TYPES),
  missing: z.array(z.object({ name: z.string(), wordings: z.array(z.string()) })).exactOptional(),
  parents: parentsSchema,
})

/** Decoders of values that JSON.parse gave. @throws z.ZodError */
export const decodeTools = (raw: unknown): Tool[] => z.array(toolSchema).parse(raw)
export const decodeDialog = (raw: unknown): Dialog => dialogSchema.parse(raw)
export const decodeSample = (raw: unknown): Sample => sampleSchema.parse(raw)
