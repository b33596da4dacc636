/** The turns that serve one need, by case type. */

import type { CaseType } from '../dialog/case-type.ts'
import { fromPlain, type PlainJson } from '../json/convert.ts'
import { printJson } from '../json/print.ts'
import type { Tool } from '../tool/tool.ts'
import type { ToolResult } from '../tool-call/call.ts'
import type { Dice, Fields } from './phrases/phrases.ts'
import { fill } from './template.ts'
import { makeArguments, type ToolView } from './tool-view.ts'
import { answerFor, goalText, resultFor } from './wording.ts'
import { LINES, type LineName } from './words/lines.ts'
import { inManner } from './words/manner.ts'

/** A call, with what it is made from. */
export interface Step {
  readonly view: ToolView
  readonly args: Fields
}

export type SceneTurn =
  | { readonly from: 'user'; readonly text: string }
  | { readonly from: 'assistant'; readonly text: string }
  | { readonly from: 'assistant'; readonly steps: readonly Step[] }
  | { readonly from: 'tool'; readonly results: readonly ToolResult[] }

export interface Scene {
  /** What the need is about, for the plan; `second` where there are two things. */
  readonly goal: string
  readonly second: string
  readonly turns: readonly SceneTurn[]
}

/** What a scene is made in. */
export interface Setting {
  readonly dice: Dice
  readonly style: string
  readonly views: readonly ToolView[]
  /** The tool set as far as it is known, the tools at hand among others. */
  readonly all: readonly Tool[]
  /** Tools that an earlier need has called; others are preferred. */
  readonly used: ReadonlySet<ToolView>
  /** What was said before this scene. */
  readonly before: readonly SceneTurn[]
  /** Messages that the scene should take, where it can choose. */
  readonly length: number
}

/** Makes a scene, or nothing where the tools at hand cannot serve the type. */
export type MakeScene = (setting: Setting) => Scene | undefined

export const say = (text: string): SceneTurn => ({ from: 'assistant', text })
export const call = (...steps: Step[]): SceneTurn => ({ from: 'assistant', steps })
export const printResult = (step: Step, result: PlainJson): ToolResult => ({
  name: step.view.tool.name,
  content: printJson(fromPlain(result)),
})
export const give = (...results: ToolResult[]): SceneTurn => ({ from: 'tool', results })

/** What the user says, in their manner. */
export const user = ({ dice, style, before }: Setting, sentence: string): SceneTurn => ({
  from: 'user',
  text: inManner(sentence, style, dice.language, dice.random, before.length === 0),
})
/** What the user says in the middle of something: as it is. */
export const userShort = (text: string): SceneTurn => ({ from: 'user', text })

/** One of the short lines, filled. */
export function line({ dice }: Pick<Setting, 'dice'>, name: LineName, values: Fields = {}): string {
  const text = dice.random.pick(LINES[dice.language][name])
  const filled = fill(
    text,
    (key) => values[key],
    (_, value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  )
  // A value that ends a sentence of its own needs no second full stop.
  const ended = filled.replace(/([.?!。？！])[.。]$/, '$1')
  // A value keeps its case: it has to be found again in the call.
  return text.startsWith('{') ? ended : ended.charAt(0).toUpperCase() + ended.slice(1)
}

/** Two sentences side by side. */
export const together = (dice: Dice, ...sentences: readonly string[]): string =>
  sentences.filter((text) => text !== '').join(dice.language === 'zh' ? '' : ' ')

/** The result and what is said about it. */
export function outcome(
  setting: Setting,
  step: Step,
): { result: PlainJson; turns: readonly [SceneTurn, SceneTurn] } {
  const { dice } = setting
  const result = resultFor(step.view, step.args, dice)
  const answer = answerFor(step.view, step.args, result, dice)
  const more = dice.random.chance(0.15) ? line(setting, 'more') : ''
  return { result, turns: [give(printResult(step, result)), say(together(dice, answer, more))] }
}

const TRIES = 16

/**
 * A tool that suits, with arguments; one that was not used yet where there is one.
 *
 * @param must names of parameters that have to be given, or undefined where the tool does not suit
 */
export function pickStep(
  { dice, views, used }: Setting,
  must: (view: ToolView) => readonly string[] | undefined,
  except: ReadonlySet<ToolView> = new Set(),
): Step | undefined {
  const order = dice.random.shuffle(views)
  const fresh = [...order.filter((view) => !used.has(view)), ...order.filter((view) => used.has(view))]
  let tries = 0
  for (const view of fresh) {
    const names = except.has(view) ? undefined : must(view)
    if (names === undefined) continue
    const args = makeArguments(view, dice, names)
    if (args !== undefined) return { view, args }
    if (++tries >= TRIES) return undefined
  }
  return undefined
}

export const goalFor = (setting: Setting, step: Step): string => goalText(step.view, setting.dice.language)

/** Fewest messages of a scene, by type. */
export const SHORTEST: Readonly<Record<CaseType, number>> = {
  single: 4,
  parallel: 4,
  sequential: 6,
  multiTurn: 6,
  missingParameter: 6,
  missingTool: 2,
  chat: 2,
  toolError: 6,
  longContext: 4,
}

/** Types whose scene may be two messages longer. */
export const STRETCHES: ReadonlySet<CaseType> = new Set(['multiTurn', 'missingTool', 'chat', 'toolError'])
