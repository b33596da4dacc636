/** What the window can ask about the lengths of prompts. Spread into the contract. */
import { z } from 'zod'
import type { JobStateName } from '../job/job.ts'
import type { CountWay } from '../token/counter.ts'
import { readerSchema } from '../token/lengths-settings.ts'
import type { PromptLengths } from '../token/prompt-length.ts'
import { answers, id } from './call.ts'

/** What is known of the lengths of a dataset's prompts, for who reads them and the way its tokens are counted now. */
export interface LengthsView {
  /** The latest job that counted them; absent: nobody has. */
  readonly job?: { readonly id: string; readonly state: JobStateName }
  /** How the counts would come about now. */
  readonly way: CountWay
  /** As far as the job has come; absent before its first step. */
  readonly lengths?: PromptLengths
}

const wish = z.object({ dataset: id, policy: readerSchema })

export const lengthsCalls = {
  'lengths.of': answers<LengthsView>()(wish.extend({ limit: z.number().int().min(1).max(100_000_000) })),
  /** Counts them, as a job. */
  'lengths.start': answers<{ id: string }>()(wish),
} as const
