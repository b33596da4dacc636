/** Votes that are planted wrong. */

import type { Answer, ToolCall } from '../tool-call/call.ts'
import type { Fields } from './phrases/phrases.ts'
import { line, printResult, type SceneTurn, type Setting, type Step, together } from './scene.ts'
import type { Planted, ScriptVote } from './script.ts'
import { callOf, makeArguments, varyArgument } from './tool-view.ts'
import { answerFor, resultFor } from './wording.ts'

type Votes = readonly [ScriptVote, ScriptVote, ScriptVote]

export const agreeing = (answer: Answer): Votes => [{ answer }, { answer }, { answer }]

/** Of the altered turns with calls, those on which the third vote differs, too: a quarter of all altered turns. */
const UNAGREED_SHARE = 0.5

const callsOf = (steps: readonly Step[]): ToolCall[] => steps.map((step) => callOf(step.view, step.args))
const calls = (steps: readonly Step[]): Answer => ({ kind: 'calls', calls: callsOf(steps) })

/** The same calls with one value changed; never one call twice, or it could not be told which vote was kept. */
function otherValue(steps: readonly Step[], { dice }: Setting): Step[] | undefined {
  const at = dice.random.int(0, steps.length - 1)
  const step = steps[at]
  if (!step) return undefined
  for (const name of dice.random.shuffle(Object.keys(step.args))) {
    const args = varyArgument(step.view, step.args, name, dice)
    const twice = steps.some((s) => s.view === step.view && JSON.stringify(s.args) === JSON.stringify(args))
    if (args && !twice) return steps.map((s, i) => (i === at ? { view: s.view, args } : s))
  }
  return undefined
}

/** Another tool in place of one of the calls. */
function otherTool(steps: readonly Step[], { dice, views }: Setting): Step[] | undefined {
  const at = dice.random.int(0, steps.length - 1)
  const others = views.filter((view) => steps.every((step) => step.view !== view))
  for (const view of dice.random.shuffle(others).slice(0, 4)) {
    const args = makeArguments(view, dice)
    if (args) return steps.map((s, i) => (i === at ? { view, args } : s))
  }
  return undefined
}

/** A required argument is left out: the call is no longer valid. */
function incomplete(steps: readonly Step[]): Step[] | undefined {
  const at = steps.findIndex(({ view, args }) => [...view.required].some((name) => name in args))
  const step = steps[at]
  const name = step && [...step.view.required].find((key) => key in step.args)
  if (!step || name === undefined) return undefined
  const args: Fields = Object.fromEntries(Object.entries(step.args).filter(([key]) => key !== name))
  return steps.map((s, i) => (i === at ? { view: s.view, args } : s))
}

/** What a broken tag looks like: the model stopped before the end. */
function unreadable(steps: readonly Step[]): string {
  const [first] = callsOf(steps)
  const text = first ? `{"name": ${JSON.stringify(first.name)}, "arguments": ${first.arguments}` : '{"name": '
  return `<tool_call>\n${text}`
}

const withOutcome = (steps: readonly Step[], planted: Planted, setting: Setting): ScriptVote => {
  const { dice } = setting
  const results = steps.map((step) => resultFor(step.view, step.args, dice))
  const told = steps.map((step, i) => answerFor(step.view, step.args, results[i] ?? null, dice))
  return {
    answer: calls(steps),
    planted,
    results: steps.map((step, i) => printResult(step, results[i] ?? null)),
    summary: together(dice, ...told),
  }
}

/** An answer in place of right calls, to be outvoted. */
function besideCalls(steps: readonly Step[], setting: Setting): ScriptVote | undefined {
  const kinds: Planted[] = ['value', 'value', 'value', 'tool', 'tool', 'text', 'unreadable', 'incomplete']
  if (steps.length > 1) kinds.push('fewer', 'fewer')
  const planted = setting.dice.random.pick(kinds)
  if (planted === 'text') return { answer: { kind: 'text', text: line(setting, 'doubt') }, planted }
  if (planted === 'unreadable') return { answer: calls(steps), planted, raw: unreadable(steps) }
  if (planted === 'fewer') return { answer: calls(steps.slice(1)), planted }
  const made =
    planted === 'value'
      ? otherValue(steps, setting)
      : planted === 'tool'
        ? otherTool(steps, setting)
        : incomplete(steps)
  if (made) return { answer: calls(made), planted }
  const text: Answer = { kind: 'text', text: line(setting, 'doubt') }
  return { answer: text, planted: 'text' }
}

/** A call in place of right words: a value made up, or a call that nobody asked for. */
function besideWords(setting: Setting): ScriptVote | undefined {
  const { dice, views } = setting
  for (const view of dice.random.shuffle(views).slice(0, 4)) {
    const args = makeArguments(view, dice)
    if (args) return { answer: calls([{ view, args }]), planted: 'call' }
  }
  return undefined
}

/** An answer that differs from the right one: what a policy says that has not learned enough. */
export const wrongAnswer = (steps: readonly Step[], setting: Setting): ScriptVote | undefined =>
  steps.length > 0 ? besideCalls(steps, setting) : besideWords(setting)

const key = (vote: ScriptVote): string => JSON.stringify(vote.answer)

/** Two further answers with as many calls of the same kind, different from each other: nothing agrees. */
function unagreed(
  steps: readonly Step[],
  mayChangeTool: boolean,
  setting: Setting,
): [ScriptVote, ScriptVote] | undefined {
  const found: ScriptVote[] = []
  for (let tries = 0; tries < 8 && found.length < 2; tries++) {
    const tool = mayChangeTool && setting.dice.random.chance(0.3)
    const made = tool ? otherTool(steps, setting) : otherValue(steps, setting)
    const vote = made && withOutcome(made, tool ? 'tool' : 'value', setting)
    if (vote && !found.some((other) => key(other) === key(vote))) found.push(vote)
  }
  const [one, two] = found
  return one && two ? [one, two] : undefined
}

const viewSteps = (turn: SceneTurn | undefined): readonly Step[] =>
  turn && 'steps' in turn ? turn.steps : []

/**
 * The votes of a turn with something wrong among the first two. Where nothing agrees, every vote has calls, so that
 * the dialog goes the same way whichever is kept.
 */
export function castVotes(turns: readonly SceneTurn[], at: number, answer: Answer, setting: Setting): Votes {
  const { random } = setting.dice
  const steps = viewSteps(turns[at])
  const right: ScriptVote = { answer }
  const second = random.chance(0.5)
  if (steps.length > 0 && random.chance(UNAGREED_SHARE)) {
    const leadsOn = viewSteps(turns[at + 2]).length > 0
    const others = unagreed(steps, !leadsOn, setting)
    if (others) return second ? [right, others[0], others[1]] : [others[0], right, others[1]]
  }
  const wrong = wrongAnswer(steps, setting)
  if (!wrong) return agreeing(answer)
  return second ? [right, wrong, right] : [wrong, right, right]
}

/**
 * Votes of a turn whose first two are wrong in the same way: they agree, and the label is wrong. Only calls are
 * planted like this, valid ones with results of their own, so that the dialog goes the same way all the same.
 *
 * @returns undefined where the turn has no calls, or none that could be altered
 */
export function agreedWrong(
  turns: readonly SceneTurn[],
  at: number,
  answer: Answer,
  setting: Setting,
): Votes | undefined {
  const steps = viewSteps(turns[at])
  if (steps.length === 0) return undefined
  const leadsOn = viewSteps(turns[at + 2]).length > 0
  const kind = leadsOn ? 'value' : setting.dice.random.pick<Planted>(['value', 'value', 'tool', 'fewer'])
  const altered: Readonly<Partial<Record<Planted, () => readonly Step[] | undefined>>> = {
    value: () => otherValue(steps, setting),
    tool: () => otherTool(steps, setting),
    fewer: () => (steps.length > 1 ? steps.slice(1) : undefined),
  }
  const made = altered[kind]?.()
  const planted = made === undefined ? 'value' : kind
  const wrong = made ?? otherValue(steps, setting)
  if (wrong === undefined) return undefined
  const vote = withOutcome(wrong, planted, setting)
  return [vote, vote, { answer }]
}
