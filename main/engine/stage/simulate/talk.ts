import type { Dialog, WrongTurn } from '#core/dialog/dialog.ts'
import type { SimulateSettings } from '#core/dialog/settings.ts'
import type { DialogRole } from '#core/endpoint/role.ts'
import { ROLE_SAMPLING } from '#core/endpoint/role-sampling.ts'
import type { ChatChoice, ChatMessage, ChatReply, ChatRequest } from '#core/endpoint/transport.ts'
import type { PromptShelf } from '#core/prompt/library.ts'
import type { Random } from '#core/random/random.ts'
import type { Tool } from '#core/tool/tool.ts'
import type { ItemContext } from '../../job/kind.ts'

/** LoopTool's own settings for simulated dialogs, and for putting JSON right. */
const REPAIR = { temperature: 0.1 } as const
/** Room for the answer; thinking needs its own. */
const ANSWER_TOKENS: Readonly<Record<DialogRole, number>> = {
  planner: 2048,
  user: 1024,
  assistant: 2048,
  tool: 4096,
}
const THINKING_TOKENS = 4096

/** Answers tried to be put right before they count as wrong. */
export const REPAIRS = 3
/** What is kept of an unusable answer, in characters. */
const LONGEST_KEPT = 2000

/** A dialog as it stands, and all that the next turn needs. */
export interface Talk {
  readonly context: ItemContext<SimulateSettings>
  readonly dialog: Dialog
  /** The dialog's tools, by name, in the order offered. */
  readonly tools: ReadonlyMap<string, Tool>
  readonly prompts: PromptShelf
}

export interface Request extends Pick<ChatRequest, 'tools' | 'answerSchema' | 'thinking'> {
  readonly messages: readonly ChatMessage[]
}

/** Number of the step that comes next: the plan is 0, then one a turn. */
const stepNumber = ({ dialog }: Talk): number => (dialog.plan === undefined ? 0 : dialog.turns.length + 1)

/** Randomness of the step that comes next. */
export const randomOf = (talk: Talk, ...parts: readonly (string | number)[]): Random =>
  talk.context.random(stepNumber(talk), ...parts)

export interface Said {
  readonly choice: ChatChoice
  readonly model: string
}

const said = (reply: ChatReply): Said => ({ choice: reply.choices[0], model: reply.model })

/** Whether a role is to think: by its own settings, else by the job's. */
export const thinks = ({ context }: Talk, role: DialogRole): boolean =>
  context.spec.sampling?.[role]?.thinking ?? context.settings.thinking

/** Asks a role for the next turn. `attempt` tells requests of one turn apart. */
export async function ask(talk: Talk, role: DialogRole, attempt: number, request: Request): Promise<Said> {
  const { context, dialog } = talk
  const { thinking: _, ...chosen } = context.spec.sampling?.[role] ?? {}
  const reply = await context.chat(role, {
    ...request,
    sampling: {
      ...ROLE_SAMPLING[role],
      maxTokens: ANSWER_TOKENS[role] + (request.thinking === true ? THINKING_TOKENS : 0),
      ...chosen,
    },
    seed: randomOf(talk, role, attempt).seed(),
    itemKey: `${context.key}|${role}|${dialog.turns.length}|${attempt}`,
  })
  return said(reply)
}

/** Asks a role to correct the notation of an answer that it gave at `attempt`. */
export async function askRepair(
  talk: Talk,
  role: DialogRole,
  attempt: number,
  repair: number,
  messages: readonly ChatMessage[],
): Promise<Said> {
  const { context, dialog } = talk
  const reply = await context.chat(role, {
    messages,
    sampling: { ...REPAIR, maxTokens: ANSWER_TOKENS[role] },
    thinking: false,
    seed: randomOf(talk, `repair:${role}`, attempt, repair).seed(),
    itemKey: `${context.key}|repair:${role}|${dialog.turns.length}|${attempt}`,
  })
  return said(reply)
}

export const wrongTurn = (role: DialogRole, reason: string, text: string): WrongTurn => ({
  role,
  reason,
  text: text.slice(0, LONGEST_KEPT),
})
