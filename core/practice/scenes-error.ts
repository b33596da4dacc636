/** The first try fails. */

import type { Dice, Fields } from './phrases/phrases.ts'
import {
  call,
  give,
  goalFor,
  line,
  type MakeScene,
  outcome,
  pickStep,
  printResult,
  type SceneTurn,
  type Step,
  say,
  user,
  userShort,
} from './scene.ts'
import { changeable, spoken } from './scenes-turns.ts'
import { isValid, openNames } from './tool-view.ts'
import { askFor } from './wording.ts'
import { labelOf } from './words/name-words.ts'

const failure = (step: Step, error: string, more: Fields = {}): SceneTurn =>
  give(printResult(step, { error, ...more }))
const textOf = (turn: SceneTurn): string => ('text' in turn ? turn.text : '')

/** The system is busy; the same call works a moment later. */
const busy: MakeScene = (setting) => {
  const { dice } = setting
  const step = pickStep(setting, () => [])
  if (!step) return undefined
  const [results, answer] = outcome(setting, step).turns
  const turns = [
    user(setting, askFor(step.view, step.args, dice)),
    call(step),
    failure(step, line(setting, 'busy'), { retry_after_seconds: dice.random.int(1, 30) }),
    call(step),
    results,
    say(line(setting, 'retried', { answer: textOf(answer) })),
  ]
  return { goal: goalFor(setting, step), second: '', turns }
}

/** Two letters changed places: what somebody typed in haste. */
function mistyped(text: string, dice: Dice): string | undefined {
  if (!/^[A-Za-z][A-Za-z .'-]{3,30}$/.test(text)) return undefined
  const at = dice.random.int(1, text.length - 3)
  const out = text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2)
  return out === text ? undefined : out
}

/** A misspelt value; the error names the right one. */
const misspelt: MakeScene = (setting) => {
  const { dice } = setting
  const step = pickStep(setting, (view) =>
    openNames(view).length > 0 ? openNames(view).slice(0, 1) : undefined,
  )
  if (!step) return undefined
  for (const name of openNames(step.view)) {
    const right = step.args[name]
    const typed = typeof right === 'string' ? mistyped(right, dice) : undefined
    if (typed === undefined || typeof right !== 'string') continue
    const first: Step = { view: step.view, args: { ...step.args, [name]: typed } }
    if (!isValid(first.view, first.args)) continue
    const [results, answer] = outcome(setting, step).turns
    const turns = [
      user(setting, askFor(first.view, first.args, dice)),
      call(first),
      failure(first, line(setting, 'unknown', { value: typed, other: right })),
      call(step),
      results,
      say(line(setting, 'corrected', { other: right, answer: textOf(answer) })),
    ]
    return { goal: goalFor(setting, step), second: '', turns }
  }
  return undefined
}

/** A value is refused, and only the user knows another. */
const refused: MakeScene = (setting) => {
  const found = changeable(setting)
  if (!found) return undefined
  const { step, name, changed } = found
  const label = labelOf(name, setting.dice.language)
  const value = spoken(setting, step, name)
  const turns = [
    user(setting, askFor(step.view, step.args, setting.dice)),
    call(step),
    failure(step, line(setting, 'refused', { value, label })),
    say(line(setting, 'askOther', { value, label })),
    userShort(line(setting, 'other', { value: spoken(setting, changed, name) })),
    call(changed),
    ...outcome(setting, changed).turns,
  ]
  return { goal: goalFor(setting, step), second: '', turns }
}

export const toolError: MakeScene = (setting) => {
  if (setting.length >= 8) return refused(setting) ?? busy(setting)
  return setting.dice.random.chance(0.5) ? (misspelt(setting) ?? busy(setting)) : busy(setting)
}
