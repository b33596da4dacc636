/** Events that every script of the host kit tells alike. */
import { z } from 'zod'
import { Failure } from '../failure/failure.ts'

const failedSchema = z.object({
  type: z.literal('failed'),
  code: z.string().regex(/^[a-zA-Z]+\.[a-zA-Z]+$/),
  /** For the sentence of its code. */
  values: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  detail: z.string().default(''),
})

/** A failure that a script told; undefined for any other event. */
export function readKitFailure(event: unknown): Failure | undefined {
  const { data } = failedSchema.safeParse(event)
  return data && new Failure(data.code, data.values, data.detail)
}

export const freedSchema = z.object({ type: z.literal('freed'), bytes: z.number().int() })
