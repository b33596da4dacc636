/** Calls of the playground: talking to a policy with the project's tools, and keeping a turn as a sample. */
import { z } from 'zod'
import { CASE_TYPES, LANGUAGES } from '../dialog/case-type.ts'
import { playerSchema } from '../round/round-settings.ts'
import { messagesSchema } from '../sample/decode.ts'
import type { Answer } from '../tool-call/call.ts'
import type { ReadProblem } from '../tool-call/read.ts'
import type { Score } from '../tool-call/score-request.ts'
import { answers, id, nothing } from './call.ts'

/** Tools and the talk so far. */
const talk = {
  /** Tools of a tool set, by name; or those of a sample, whose talk it then is too. */
  tools: z.discriminatedUnion('from', [
    z.object({ from: z.literal('toolSet'), toolSet: id, names: z.array(z.string().max(200)).min(1).max(64) }),
    z.object({ from: z.literal('sample'), dataset: id, sample: id }),
  ]),
  messages: messagesSchema.min(1).max(200),
  /** `YYYY-MM-DD, Weekday`, or "Unknown". */
  date: z.string().max(100).default('Unknown'),
}

/** A small policy that can be talked to: as shipped, or a checkpoint of a run. */
export interface SmallPolicyRow {
  /** `base` or `RUN:STEP`. */
  readonly name: string
  readonly run?: { readonly id: string; readonly title: string; readonly step: number }
}

/** What a policy said. */
export interface PlaygroundReply {
  readonly text: string
  readonly thinking?: string
  /** Undefined where the text is neither words nor calls; `wrong` says why. */
  readonly answer?: Answer
  readonly wrong?: ReadProblem
  readonly model: string
  readonly scripted: boolean
  readonly ms: number
  readonly tokens: number
  readonly cutOff: boolean
  /** Against the sample's label, by the strict match; only while the talk is the sample's own. */
  readonly score?: Score
}

/** The dataset that a turn was added to. */
export interface SavedTurn {
  readonly dataset: string
  readonly name: string
  readonly number: number
  readonly samples: number
  /** The very same turn was there already. */
  readonly known: boolean
}

export const playgroundCalls = {
  'playground.policies': answers<SmallPolicyRow[]>()(nothing),
  'playground.say': answers<PlaygroundReply>()(
    z.object({
      ...talk,
      policy: playerSchema,
      /** Of the endpoint; goes to the secret store and nowhere else. */
      key: z.string().max(4096).optional(),
      temperature: z.number().min(0).max(2).default(0),
      maxTokens: z.number().int().min(1).max(131_072).default(512),
      seed: z.number().int().min(0).max(2147483647).default(1),
    }),
  ),
  /** Adds a turn to the project's playground samples: a new version of that dataset, with the turn in its training part. */
  'playground.save': answers<SavedTurn>()(
    z.object({
      ...talk,
      /** The right answer, as the policy would write it. */
      answer: z.string().max(100_000),
      kind: z.enum(CASE_TYPES),
      language: z.enum(LANGUAGES),
    }),
  ),
} as const
