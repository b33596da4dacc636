/** Scenes in which a need takes more than one turn of the user. */

import {
  call,
  goalFor,
  line,
  type MakeScene,
  outcome,
  pickStep,
  type Setting,
  type Step,
  say,
  together,
  user,
  userShort,
} from './scene.ts'
import { isSwitch, openNames, sayValue, type ToolView, varyArgument, without } from './tool-view.ts'
import { askFor } from './wording.ts'
import type { LineName } from './words/lines.ts'
import { labelOf, wordsOf } from './words/name-words.ts'

/** The value of an argument in words. */
export const spoken = ({ dice }: Setting, { view, args }: Step, name: string): string =>
  sayValue(view, dice.language, name, args[name] ?? null)

/** A value whose words say it whole, so that it can be told in a turn of its own. */
const tellable = (view: ToolView, name: string): boolean => !isSwitch(view, name)

function question(setting: Setting, name: string, value: string): string {
  const last = wordsOf(name).at(-1) ?? ''
  const label = labelOf(name, setting.dice.language)
  const kind: LineName = /^(city|town)$/.test(last)
    ? 'askCity'
    : /^\d{4}-\d{2}-\d{2}$/.test(value) && /date|day/.test(name)
      ? 'askDate'
      : /^\d{2}:\d{2}$/.test(value)
        ? 'askTime'
        : /^(passenger|guest|recipient)$/.test(name)
          ? 'askPerson'
          : 'ask'
  return line(setting, kind, { label })
}

/** A required value is left out, asked for and given. */
export const missingParameter: MakeScene = (setting) => {
  const { dice } = setting
  let name = ''
  const step = pickStep(setting, (view) => {
    const names = [...view.required].filter(
      (key) =>
        view.properties.has(key) && tellable(view, key) && view.properties.get(key)?.default === undefined,
    )
    if (names.length === 0) return undefined
    name = dice.random.pick(names)
    return []
  })
  if (!step) return undefined
  const value = spoken(setting, step, name)
  const turns = [
    user(setting, askFor(step.view, without(step.args, name), dice)),
    say(question(setting, name, value)),
    userShort(line(setting, 'give', { value })),
    call(step),
    ...outcome(setting, step).turns,
  ]
  return { goal: goalFor(setting, step), second: '', turns }
}

/** One value is announced and told in the next turn. */
const bitByBit: MakeScene = (setting) => {
  const { dice } = setting
  let name = ''
  const step = pickStep(setting, (view) => {
    const names = [...view.properties.keys()].filter((key) => tellable(view, key))
    if (names.length === 0) return undefined
    name = dice.random.pick(names)
    return [name]
  })
  if (!step) return undefined
  const label = labelOf(name, dice.language)
  const value = spoken(setting, step, name)
  const turns = [
    user(
      setting,
      together(dice, askFor(step.view, without(step.args, name), dice), line(setting, 'later', { label })),
    ),
    say(line(setting, 'wait', { label })),
    userShort(line(setting, 'give', { value })),
    call(step),
    ...outcome(setting, step).turns,
  ]
  return { goal: goalFor(setting, step), second: '', turns }
}

/** A call whose argument can be another. */
export function changeable(setting: Setting): { step: Step; name: string; changed: Step } | undefined {
  const { dice } = setting
  let name = ''
  const step = pickStep(setting, (view) => {
    const names = openNames(view)
    if (names.length === 0) return undefined
    name = dice.random.pick(names)
    return [name]
  })
  const args = step && varyArgument(step.view, step.args, name, dice)
  return step && args ? { step, name, changed: { view: step.view, args } } : undefined
}

/** The user changes a value when the answer is there. */
const changeOfMind: MakeScene = (setting) => {
  const found = changeable(setting)
  if (!found) return undefined
  const { step, name, changed } = found
  const label = labelOf(name, setting.dice.language)
  const turns = [
    user(setting, askFor(step.view, step.args, setting.dice)),
    call(step),
    ...outcome(setting, step).turns,
    userShort(line(setting, 'change', { label, value: spoken(setting, changed, name) })),
    call(changed),
    ...outcome(setting, changed).turns,
  ]
  return { goal: goalFor(setting, step), second: '', turns }
}

export const multiTurn: MakeScene = (setting) =>
  setting.length >= 8 ? (changeOfMind(setting) ?? bitByBit(setting)) : bitByBit(setting)
