/** A long result, or a reference to something far above. */

import type { PlainJson } from '../json/convert.ts'
import { type Dice, dayAfter } from './phrases/phrases.ts'
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
  type Setting,
  type Step,
  say,
  together,
  user,
} from './scene.ts'
import { isOpen, isValid, without } from './tool-view.ts'
import { isObject } from './value.ts'
import { answerFor, askFor, resultFor } from './wording.ts'
import { labelOf } from './words/name-words.ts'

/** From here on a reference reaches back this many turns (core/dialog counts from 8). */
const FAR = 8
/** Characters of a result that counts as long (core/dialog counts from 1,500). */
const LONG = 1700

function lengthened(result: PlainJson, dice: Dice): PlainJson {
  const records: PlainJson[] = []
  const out: { [key: string]: PlainJson } = isObject(result) ? { ...result } : { value: result }
  for (let i = 0; i < 80 && JSON.stringify(out).length < LONG; i++) {
    records.push({
      number: i + 1,
      date: dayAfter(dice.today, -i),
      place: dice.random.pick(dice.words.cities),
      remark: dice.random.pick(dice.words.remarks),
    })
    out.records = records
  }
  return out
}

/** A result of many entries. */
const longResult: MakeScene = (setting) => {
  const dice: Dice = { ...setting.dice, count: 24 }
  const step = pickStep(setting, () => [])
  if (!step) return undefined
  const result = lengthened(resultFor(step.view, step.args, dice), dice)
  const sentence = together(dice, askFor(step.view, step.args, dice), line(setting, 'longHint'))
  const turns = [
    user(setting, sentence),
    call(step),
    give(printResult(step, result)),
    say(answerFor(step.view, step.args, result, dice)),
  ]
  return { goal: goalFor(setting, step), second: '', turns }
}

const wholeText = (turn: SceneTurn): string =>
  'text' in turn
    ? turn.text
    : 'steps' in turn
      ? JSON.stringify(turn.steps.map((s) => s.args))
      : turn.results.map((r) => r.content).join()

/** Values called with at the beginning of the dialog and not heard of since. */
function farValues({ before }: Setting): (readonly [string, string])[] {
  const near = before
    .slice(Math.max(0, before.length + 2 - FAR))
    .map(wholeText)
    .join('\n')
  return before
    .slice(0, 4)
    .flatMap((turn) =>
      'steps' in turn
        ? turn.steps
            .flatMap((step) => Object.entries(step.args))
            .flatMap(([name, v]) =>
              typeof v === 'string' && v.length > 2 && !near.includes(v) ? [[name, v] as const] : [],
            )
        : [],
    )
}

/** A value from the beginning of the dialog, spoken of without being said again. */
const farReference: MakeScene = (setting) => {
  const { dice, before } = setting
  if (before.length < FAR + 2) return undefined
  for (const [name, value] of dice.random.shuffle(farValues(setting))) {
    const step = pickStep(setting, (view) => (isOpen(view, name) ? [name] : undefined))
    const args = step && { ...step.args, [name]: value }
    if (!step || !args || !isValid(step.view, args)) continue
    const words = line(setting, 'fromStart', { label: labelOf(name, dice.language) })
    const said = new Map([[name, words.charAt(0).toLowerCase() + words.slice(1)]])
    const sentence = askFor(step.view, without(args, name), dice, said)
    if (sentence.includes(value)) continue
    const next: Step = { view: step.view, args }
    return {
      goal: goalFor(setting, next),
      second: '',
      turns: [user(setting, sentence), call(next), ...outcome(setting, next).turns],
    }
  }
  return undefined
}

export const longContext: MakeScene = (setting) =>
  (setting.dice.random.chance(0.4) ? farReference(setting) : undefined) ?? longResult(setting)
