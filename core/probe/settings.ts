import { z } from 'zod'
import { ROLE_SAMPLING } from '../endpoint/role-sampling.ts'
import { MATCH_MODES } from '../tool-call/score-request.ts'

/** Greedy in effect. */
export const GREEDY_TEMPERATURE = ROLE_SAMPLING.policy.temperature
/** With several answers a sample they are drawn as rollouts are. */
export const DRAWN_TEMPERATURE = 1
export const END_MARK = '<|im_end|>'

/** Settings of a probe job, as stored in its spec. */
export const probeSettingsSchema = z.object({
  dataset: z.string().min(1),
  /** By which match the standings shown are computed; it can be changed later without asking again. */
  match: z.enum(MATCH_MODES).default('strict'),
  /** Answers a sample; 1 is greedy. */
  samples: z.number().int().min(1).max(64).default(1),
  temperature: z.number().min(0).max(2).optional(),
  maxTokens: z.number().int().min(1).max(131_072).default(ROLE_SAMPLING.policy.maxTokens),
  stop: z.array(z.string().min(1).max(100)).max(4).default([END_MARK]),
  logprobs: z.boolean().default(true),
  /** Thinking asked for or not, for models that know the switch; absent leaves the server's default. */
  thinking: z.boolean().optional(),
  /** Share of the matching samples, the least certain ones, that count as borderline. */
  threshold: z.number().min(0).max(1).default(0.25),
  seed: z.number().int().min(0).max(2147483647).default(1),
  concurrency: z.number().int().min(1).max(2048).default(64),
})
export type ProbeSettings = z.infer<typeof probeSettingsSchema>

export const temperatureOf = ({ temperature, samples }: ProbeSettings): number =>
  temperature ?? (samples === 1 ? GREEDY_TEMPERATURE : DRAWN_TEMPERATURE)
