/** What the window can ask about prompts: name → what goes in, what comes out. Spread into the contract. */
import { z } from 'zod'
import { LONGEST_BODY } from '../prompt/lint.ts'
import { answers } from './call.ts'
import type * as view from './prompt-views.ts'

const id = z.string().min(1).max(200)
/** Hash of the project's own file as the caller saw it; null: there was none. */
const before = z.string().max(200).nullable()

export const promptCalls = {
  'prompt.list': answers<view.PromptList>()(z.undefined()),
  'prompt.get': answers<view.PromptDetail>()(z.object({ id })),
  /** Puts a text in the place of the shipped one, in this project; the shipped text itself takes it away. */
  'prompt.save': answers<view.PromptDetail>()(
    z.object({ id, body: z.string().max(LONGEST_BODY * 2), before }),
  ),
  /** The shipped version again; the project's own file is put aside, not deleted. */
  'prompt.reset': answers<view.PromptDetail>()(z.object({ id, before })),
  'prompt.example': answers<view.PromptExample | view.NoExample>()(
    z.object({ id, at: z.number().int().min(0).max(100_000) }),
  ),
  /** Tokens of a rendering, as the model that plays the role reads it. */
  'prompt.count': answers<view.TokenCount>()(
    z.object({
      id,
      messages: z
        .array(z.object({ role: z.enum(['system', 'user']), content: z.string().max(4_000_000) }))
        .max(10),
    }),
  ),
} as const
