import { z } from 'zod'
import { DIALOG_ROLES } from '../endpoint/role.ts'
import { limitShape } from '../job/limits.ts'
import { CASE_TYPES } from './case-type.ts'

const share = z.number().min(0).max(1000)
const range = z
  .tuple([z.number().int().min(1).max(200), z.number().int().min(1).max(200)])
  .refine(([a, b]) => a <= b)

const seatSchema = z.object({ url: z.string().min(1).max(2000), model: z.string().min(1).max(500) })

/** Who plays the roles: scripted practice roles, or an OpenAI-compatible endpoint. Keys are never in here. */
export const playersSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('practice'),
    wrongVotes: z.number().min(0).max(1).default(0.05),
    /** Share of labels with calls that are planted wrong: both votes wrong in the same way. Default: none. */
    wrongLabels: z.number().min(0).max(1).exactOptional(),
  }),
  z.object({
    kind: z.literal('endpoint'),
    ...seatSchema.shape,
    /** Roles that another model plays. */
    seats: z.partialRecord(z.enum(DIALOG_ROLES), seatSchema).exactOptional(),
  }),
])
export type Players = z.infer<typeof playersSchema>

/** Settings of a simulate job, as stored in its spec. */
export const simulateSettingsSchema = z.object({
  toolSetId: z.string().min(1),
  count: z.number().int().min(1).max(1_000_000),
  seed: z.number().int().min(0).max(2147483647).default(1),
  mix: z.partialRecord(z.enum(CASE_TYPES), share),
  languages: z.object({ en: share, zh: share }),
  levels: z.object({ easy: share, medium: share, hard: share }),
  /** Tools offered and messages wanted, by level; both ends included. */
  ranges: z.object({
    easy: z.object({ tools: range, messages: range }),
    medium: z.object({ tools: range, messages: range }),
    hard: z.object({ tools: range, messages: range }),
  }),
  thinking: z.boolean().default(false),
  players: playersSchema,
  concurrency: z.number().int().min(1).max(2048).default(16),
  ...limitShape,
})
export type SimulateSettings = z.infer<typeof simulateSettingsSchema>

export const DEFAULT_SIMULATE: Omit<SimulateSettings, 'toolSetId'> = {
  count: 200,
  seed: 1,
  mix: {
    single: 24,
    parallel: 16,
    sequential: 16,
    multiTurn: 10,
    missingParameter: 12,
    missingTool: 8,
    chat: 4,
    toolError: 6,
    longContext: 4,
  },
  languages: { en: 50, zh: 50 },
  levels: { easy: 30, medium: 50, hard: 20 },
  ranges: {
    easy: { tools: [4, 10], messages: [6, 14] },
    medium: { tools: [20, 30], messages: [20, 36] },
    hard: { tools: [30, 40], messages: [28, 48] },
  },
  thinking: false,
  players: { kind: 'practice', wrongVotes: 0.05 },
  concurrency: 16,
  budget: {},
}

/** Settings of a prepare job. */
export const prepareSettingsSchema = z.object({
  name: z.string().trim().min(1).max(120).default('Samples'),
  /** Simulate jobs whose dialogs go in. */
  jobs: z.array(z.string().min(1)).min(1),
  /** User messages of history shown before the answer (call samples). */
  history: z.number().int().min(1).max(100).default(8),
  textSamples: z.boolean().default(true),
  /** Of the text answers only those that open the answer to a need: questions and refusals. */
  openingTexts: z.boolean().exactOptional(),
  testShare: z.number().min(0).max(0.9).default(0.02),
  seed: z.number().int().min(0).max(2147483647).default(2025),
})
export type PrepareSettings = z.infer<typeof prepareSettingsSchema>
