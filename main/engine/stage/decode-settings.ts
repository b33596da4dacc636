import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'

/** A job's settings as its kind understands them. @throws Failure `job.settings` */
export function decodeWith<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const decoded = schema.safeParse(raw)
  if (!decoded.success) throw new Failure('job.settings', { why: z.prettifyError(decoded.error) })
  return decoded.data
}
