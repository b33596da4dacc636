/** A dialog as the job system keeps it: a setup, and one step a turn. Decoded whenever it comes back from disk. */
import { z } from 'zod'
import { isExactObject, type JsonText, tryReadJson } from '../json/exact.ts'
import type { Answer } from '../tool-call/call.ts'
import { CASE_TYPES, LANGUAGES, LEVELS } from './case-type.ts'
import type { AssistantTurn, Dialog, DialogSetup, Plan, Turn, Vote, WrongTurn } from './dialog.ts'

const setupSchema = z.object({
  key: z.string().min(1),
  language: z.enum(LANGUAGES),
  level: z.enum(LEVELS),
  tools: z.array(z.string()),
  date: z.string(),
  needs: z.array(z.enum(CASE_TYPES)).min(1),
  target: z.number().int().positive(),
  style: z.string(),
})

const json = z.custom<JsonText>((v) => typeof v === 'string' && tryReadJson(v) !== undefined, 'not JSON')
const jsonObject = z.custom<JsonText>(
  (v) => typeof v === 'string' && isExactObject(tryReadJson(v)),
  'not a JSON object',
)

const answerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({
    kind: z.literal('calls'),
    calls: z.array(z.object({ name: z.string(), arguments: jsonObject })).min(1),
    prose: z.string().exactOptional(),
  }),
])

const planSchema = z.object({ needs: z.array(z.object({ type: z.enum(CASE_TYPES), text: z.string() })) })
const wrongSchema = z.array(z.object({ role: z.string(), reason: z.string(), text: z.string() }))

/** A vote's answer is left out where it is the turn's own, so that it stands on disk once. */
const voteSchema = z.object({
  answer: answerSchema.exactOptional(),
  thinking: z.string().exactOptional(),
  model: z.string(),
})

const stepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('plan'), plan: planSchema, wrong: wrongSchema }),
  z.object({
    kind: z.literal('user'),
    text: z.string(),
    need: z.number().int().nonnegative().exactOptional(),
    wrong: wrongSchema,
  }),
  z.object({
    kind: z.literal('assistant'),
    answer: answerSchema,
    /** Index of the vote that became the turn. */
    chosen: z.number().int().nonnegative(),
    votes: z.array(voteSchema).min(1),
    agreed: z.boolean(),
    marks: z.array(z.string()),
    wrong: wrongSchema,
  }),
  z.object({
    kind: z.literal('tool'),
    results: z.array(z.object({ name: z.string(), content: json })),
    wrong: wrongSchema,
  }),
  /** The dialog was dropped for its wrong turns; the last of them are here. */
  z.object({ kind: z.literal('gaveUp'), wrong: wrongSchema }),
])
export type DialogStep = z.infer<typeof stepSchema>

/** A record of a dialog that cannot be read; `where` names the part. */
export class StoredDialogError extends Error {
  readonly where: string
  constructor(where: string, why: string) {
    super(`${where}: ${why}`)
    this.where = where
  }
}

function decode<T>(schema: z.ZodType<T>, raw: unknown, where: string): T {
  const decoded = schema.safeParse(raw)
  if (!decoded.success) throw new StoredDialogError(where, z.prettifyError(decoded.error))
  return decoded.data
}

/** @throws StoredDialogError */
export const decodeSetup = (raw: unknown): DialogSetup => decode(setupSchema, raw, 'setup')

const sameText = (a: Answer, b: Answer): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The step that keeps a plan. */
export const planStep = (plan: Plan, wrong: readonly WrongTurn[]): DialogStep => ({
  kind: 'plan',
  plan: { needs: plan.needs.map((need) => ({ ...need })) },
  wrong: [...wrong],
})

/** The step that keeps a turn. `chosen` is the vote that became an assistant's turn. */
export function turnStep(turn: Turn, wrong: readonly WrongTurn[], chosen = 0): DialogStep {
  const raw = { wrong, kind: turn.from, ...turn, chosen }
  if (turn.from !== 'assistant') return decode(stepSchema, raw, 'turn')
  const votes = turn.votes.map(({ answer, ...vote }) =>
    sameText(answer, turn.answer) ? vote : { ...vote, answer },
  )
  return decode(stepSchema, { ...raw, votes }, 'turn')
}

type AssistantStep = Extract<DialogStep, { kind: 'assistant' }>

function assistantTurn(step: AssistantStep): AssistantTurn {
  const votes: Vote[] = step.votes.map(({ answer, ...vote }) => ({ ...vote, answer: answer ?? step.answer }))
  const thinking = votes[step.chosen]?.thinking
  return {
    from: 'assistant',
    answer: step.answer,
    ...(thinking === undefined ? {} : { thinking }),
    votes,
    agreed: step.agreed,
    marks: step.marks,
  }
}

function turnOf(step: DialogStep): Turn | undefined {
  switch (step.kind) {
    case 'plan':
    case 'gaveUp':
      return undefined
    case 'user':
      return { from: 'user', text: step.text, ...(step.need === undefined ? {} : { need: step.need }) }
    case 'assistant':
      return assistantTurn(step)
    case 'tool':
      return { from: 'tool', results: step.results }
  }
}

/** One more step of a dialog. */
export function addStep(dialog: Dialog, step: DialogStep): Dialog {
  const turn = turnOf(step)
  return {
    setup: dialog.setup,
    plan: step.kind === 'plan' ? step.plan : dialog.plan,
    turns: turn === undefined ? dialog.turns : [...dialog.turns, turn],
    wrongTurns: step.wrong.length === 0 ? dialog.wrongTurns : [...dialog.wrongTurns, ...step.wrong],
  }
}

/**
 * A dialog from its stored steps.
 *
 * @param bodies bodies of the item's steps, in order, as parsed JSON
 * @throws StoredDialogError naming the step that cannot be read
 */
export function dialogOf(setup: DialogSetup, bodies: readonly unknown[]): Dialog {
  let dialog: Dialog = { setup, plan: undefined, turns: [], wrongTurns: [] }
  for (const [i, body] of bodies.entries()) {
    const step = decode(stepSchema, body, `step ${i}`)
    if ((step.kind === 'plan') !== (i === 0) && step.kind !== 'gaveUp')
      throw new StoredDialogError(`step ${i}`, 'the plan must be the first step, and only that')
    dialog = addStep(dialog, step)
  }
  return dialog
}
