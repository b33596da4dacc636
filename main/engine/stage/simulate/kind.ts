/** Simulate: one item a dialog, one durable step a turn. */

import { realisedTypes, typesIn } from '#core/dialog/came-out.ts'
import type { Dialog, WrongTurn } from '#core/dialog/dialog.ts'
import { createDraw, type Draw, planKeys } from '#core/dialog/draw.ts'
import { groupWrongTurns, patienceLeft } from '#core/dialog/give-up.ts'
import { isCalls } from '#core/dialog/segment.ts'
import { type SimulateSettings, simulateSettingsSchema } from '#core/dialog/settings.ts'
import { addStep, type DialogStep, planStep, turnStep } from '#core/dialog/stored.ts'
import { nextMove } from '#core/dialog/turn.ts'
import type { DialogRole } from '#core/endpoint/role.ts'
import type { PromptShelf } from '#core/prompt/library.ts'
import type { Tool, ToolSet } from '#core/tool/tool.ts'
import type { Counters, FanOutKind, ItemContext, ItemEnd, JobContext } from '../../job/kind.ts'
import { decodeWith } from '../decode-settings.ts'
import type { Prompts } from '../prompts.ts'
import { takeAssistant } from './assistant.ts'
import { dialogFromSteps } from './record.ts'
import { takePlan, takeResults, takeUser } from './speak.ts'
import type { Talk } from './talk.ts'

export interface SimulateDeps {
  /** @throws Failure `toolSet.notFound` */
  readonly toolSet: (id: string) => Promise<ToolSet>
  readonly prompts: Prompts
}

/** What the dialogs of one job share. */
interface Stage {
  readonly draw: Draw
  readonly tools: ReadonlyMap<string, Tool>
  readonly prompts: PromptShelf
}

async function openStage(deps: SimulateDeps, context: JobContext<SimulateSettings>): Promise<Stage> {
  const toolSet = await deps.toolSet(context.settings.toolSetId)
  return {
    draw: createDraw(context.settings, toolSet),
    tools: new Map(toolSet.tools.map((tool) => [tool.name, tool])),
    prompts: await deps.prompts.recorded(context.spec.prompts),
  }
}

const countWrong = (wrong: readonly WrongTurn[]): Counters => {
  const counts: Record<string, number> = {}
  for (const { reason } of wrong) counts[`wrong.${reason}`] = (counts[`wrong.${reason}`] ?? 0) + 1
  return counts
}

function countStep(step: DialogStep): Counters {
  const counts: Record<string, number> = { ...countWrong(step.wrong) }
  if (step.kind !== 'assistant') return counts
  counts[step.agreed ? 'turn.agreed' : 'turn.unagreed'] = 1
  if (step.marks.length > 0) counts['turn.marked'] = 1
  return counts
}

/** The next step of a role; a step `gaveUp` when its answers used up the dialog's patience. */
async function takeStep(talk: Talk, role: DialogRole): Promise<DialogStep> {
  const { plan } = talk.dialog
  const taken = await takeTurn(talk, role, plan)
  return taken.step ?? { kind: 'gaveUp', wrong: [...taken.wrong] }
}

interface StepTaken {
  readonly step?: DialogStep
  readonly wrong: readonly WrongTurn[]
}

async function takeTurn(talk: Talk, role: DialogRole, plan: Dialog['plan']): Promise<StepTaken> {
  if (role === 'planner' || plan === undefined) {
    const { value, wrong } = await takePlan(talk)
    return value ? { step: planStep(value, wrong), wrong } : { wrong }
  }
  if (role === 'assistant') {
    const { value, wrong } = await takeAssistant(talk)
    return value ? { step: turnStep(value.turn, wrong, value.chosen), wrong } : { wrong }
  }
  const { value, wrong } = role === 'user' ? await takeUser(talk, plan) : await takeResults(talk)
  return value ? { step: turnStep(value, wrong), wrong } : { wrong }
}

const OPENING = 160

/** What lists show of a dialog. */
function summaryOf(dialog: Dialog): Record<string, unknown> {
  const { turns } = dialog
  const opening = turns.find((turn) => turn.from === 'user')
  return {
    messages: turns.length,
    calls: turns.reduce((sum, turn) => sum + (isCalls(turn) ? turn.answer.calls.length : 0), 0),
    unagreed: turns.filter((turn) => turn.from === 'assistant' && !turn.agreed).length,
    types: typesIn(dialog),
    opening: opening?.from === 'user' ? [...opening.text].slice(0, OPENING).join('') : '',
  }
}

function countDone(dialog: Dialog): Counters {
  const { language, level } = dialog.setup
  const counts: Record<string, number> = { [`language.${language}`]: 1, [`level.${level}`]: 1 }
  for (const type of realisedTypes(dialog)) counts[`need.${type}`] = (counts[`need.${type}`] ?? 0) + 1
  return counts
}

/** Who speaks next, or how the dialog ended. */
function whatNext(dialog: Dialog): DialogRole | ItemEnd {
  if (patienceLeft(dialog.wrongTurns) < 0) {
    const detail = groupWrongTurns(dialog.wrongTurns)
    return { state: 'dropped', reason: 'gaveUp', detail, summary: summaryOf(dialog) }
  }
  const move = nextMove(dialog.setup, dialog.plan, dialog.turns)
  switch (move.kind) {
    case 'speak':
      return move.role
    case 'end':
      return { state: 'done', summary: summaryOf(dialog), counters: countDone(dialog) }
    case 'drop': {
      const detail = `${dialog.turns.length} messages, ${dialog.setup.target} wanted`
      return { state: 'dropped', reason: move.reason, detail, summary: summaryOf(dialog) }
    }
  }
}

async function run(stage: Stage, context: ItemContext<SimulateSettings>): Promise<ItemEnd> {
  let dialog = dialogFromSteps(context.input, context.steps)
  const tools = new Map(
    dialog.setup.tools.flatMap((name) => {
      const tool = stage.tools.get(name)
      return tool ? [[name, tool] as const] : []
    }),
  )
  for (;;) {
    const next = whatNext(dialog)
    if (typeof next !== 'string') return next
    const step = await takeStep({ context, dialog, tools, prompts: stage.prompts }, next)
    await context.commit(step, countStep(step))
    dialog = addStep(dialog, step)
  }
}

/** Stages kept open at once; a project runs few simulate jobs side by side. */
const STAGES_KEPT = 8

export function simulateKind(deps: SimulateDeps): FanOutKind<SimulateSettings> {
  const stages = new Map<string, Promise<Stage>>()
  const stageOf = (context: JobContext<SimulateSettings>, anew: boolean): Promise<Stage> => {
    const { id } = context.spec
    const known = anew ? undefined : stages.get(id)
    if (known) return known
    const opened = openStage(deps, context)
    opened.catch(() => stages.delete(id))
    stages.delete(id)
    stages.set(id, opened)
    for (const oldest of stages.keys()) if (stages.size > STAGES_KEPT) stages.delete(oldest)
    return opened
  }
  return {
    drive: 'fan-out',
    name: 'simulate',
    version: 1,
    decodeSettings: (raw) => decodeWith(simulateSettingsSchema, raw),
    async *plan(context) {
      const { draw } = await stageOf(context, true)
      let ordinal = 0
      for (const key of planKeys(context.settings)) yield { key, input: draw.setup(ordinal++) }
    },
    run: async (context) => run(await stageOf(context, false), context),
  }
}
