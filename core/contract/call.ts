/** How one call of the contract is written, and the inputs that many calls share. */
import { z } from 'zod'

export interface Call<I extends z.ZodType, O> {
  readonly input: I
  /** Never set; carries the output's type. */
  readonly output?: O
}

export const answers =
  <O>() =>
  <I extends z.ZodType>(input: I): Call<I, O> => ({ input })

export const nothing = z.undefined()
export const id = z.string().min(1).max(200)
export const path = z.string().min(1).max(4096)
export const limit = z.number().int().min(1).max(500).default(100)
export const cursor = z.string().max(500).optional()
