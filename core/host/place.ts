/** Names and paths on a host, as they are told or typed. */
import { z } from 'zod'

/** One folder's name. */
export const nameSchema = z.string().regex(/^\w[\w.-]{0,199}$/)
/** A path: in full, or relative to the user's home there; no program takes one with a null. */
export const placeSchema = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => !path.includes('\0'))
