import type { z } from 'zod'

/** One entry of the contract: a decoder for what goes in, a type for what comes out. */
export interface Call<I extends z.ZodType, O> {
  readonly input: I
  /** Never set; carries the output's type. */
  readonly output?: O
}

export const answers =
  <O>() =>
  <I extends z.ZodType>(input: I): Call<I, O> => ({ input })
