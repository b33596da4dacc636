/** A call whose argument another call brings. */

import type { PlainJson } from '../json/convert.ts'
import type { Fields } from './phrases/phrases.ts'
import {
  call,
  give,
  goalFor,
  line,
  type MakeScene,
  outcome,
  pickStep,
  printResult,
  type Setting,
  type Step,
  say,
  together,
  user,
} from './scene.ts'
import { isOpen, isValid, makeArguments, makeFor, openNames, type ToolView, without } from './tool-view.ts'
import { isObject } from './value.ts'
import { answerFor, askFor, goalText, resultFor } from './wording.ts'
import type { WordLists } from './words/lists.ts'
import { chained } from './words/manner.ts'
import { labelOf } from './words/name-words.ts'

/** Texts and numbers of a result, each with the name of its field, in order. */
function leavesOf(value: PlainJson, name = ''): (readonly [string, string | number])[] {
  if (typeof value === 'string' || typeof value === 'number') return name === '' ? [] : [[name, value]]
  if (Array.isArray(value)) return value.flatMap((v) => leavesOf(v, name))
  return isObject(value) ? Object.entries(value).flatMap(([key, v]) => leavesOf(v, key)) : []
}

interface Link {
  readonly first: Step
  readonly result: PlainJson
  readonly second: Step
  readonly name: string
  /** How the user speaks of the value that only the first result will bring. */
  readonly words: string
}

function link(
  setting: Setting,
  first: Step,
  result: PlainJson,
  view: ToolView,
  name: string,
  value: PlainJson,
  words: string,
): Link | undefined {
  const others = makeArguments(view, setting.dice, [name])
  const args = others && { ...others, [name]: value }
  const known = new Set(Object.values(first.args).map(String))
  if (!args || known.has(String(value)) || String(value).length < 2 || !isValid(view, args)) return undefined
  if (Object.entries(args).some(([key, v]) => key !== name && String(v) === String(value))) return undefined
  return { first, result, second: { view, args }, name, words }
}

/** Two tools where the second needs an identifier that the first one gives. */
function naturalLink(setting: Setting): Link | undefined {
  const { dice, views } = setting
  const wanted = dice.random.shuffle(
    views.flatMap((view) =>
      [...view.required]
        .filter((key) => /id$/i.test(key) && isOpen(view, key))
        .map((name) => ({ view, name })),
    ),
  )
  for (const { view, name } of wanted) {
    for (const source of dice.random.shuffle(views.filter((v) => v !== view && v.phrases !== undefined))) {
      if (source.required.has(name)) continue
      const args = makeArguments(source, dice)
      if (!args) continue
      const result = resultFor(source, args, dice)
      const leaf = leavesOf(result).find(([key]) => key === name)
      const found =
        leaf &&
        link(
          setting,
          { view: source, args },
          result,
          view,
          name,
          leaf[1],
          line(setting, 'firstHit').toLowerCase(),
        )
      if (found) return found
    }
  }
  return undefined
}

/** Lists of words that are prose: a value from another tool may stand there as well. */
const PROSE: ReadonlySet<keyof WordLists> = new Set([
  'messages',
  'noteTexts',
  'tasks',
  'references',
  'searches',
])

/** Parameters of the sample's tools that any text suits; of other tools every open one. */
const takers = (view: ToolView): string[] =>
  view.phrases === undefined
    ? openNames(view)
    : openNames(view).filter((name) => {
        const list = view.phrases?.values?.[name]
        return list !== undefined && PROSE.has(list)
      })

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

/** A text that the first result brings up, worth passing on. */
const passedOn = (result: PlainJson, args: Fields): readonly [string, string | number] | undefined =>
  leavesOf(result).find(
    ([key, v]) =>
      typeof v === 'string' &&
      v.length > 2 &&
      !(key in args) &&
      !/^\d{4}-|^°|_id$/.test(`${key === 'unit_sign' ? '°' : v}`) &&
      !/id$/i.test(key),
  )

function tryLink(setting: Setting, view: ToolView, names: readonly string[]): Link | undefined {
  const { dice } = setting
  // With a single tool at hand it has to follow itself.
  const first = pickStep(setting, () => [], new Set(setting.views.length > 1 ? [view] : []))
  if (!first) return undefined
  const name = dice.random.pick(names)
  const result = resultFor(first.view, first.args, dice)
  const invented = first.view.phrases === undefined && first.view.results === undefined && isObject(result)
  if (invented) {
    // Nobody has said what this tool gives back, so it may give what the second one needs.
    const value = makeFor(view, name, dice)
    const words = lowerFirst(line(setting, 'fromThere', { label: labelOf(name, dice.language) }))
    return link(setting, first, { ...result, [name]: value }, view, name, value, words)
  }
  const leaf = passedOn(result, first.args)
  if (!leaf) return undefined
  const words = lowerFirst(line(setting, 'fromThere', { label: labelOf(leaf[0], dice.language) }))
  return link(setting, first, result, view, name, leaf[1], words)
}

/** Any two tools: a text of the first result, or one put into it, is an argument of the second. */
function madeLink(setting: Setting, namesOf: (view: ToolView) => readonly string[]): Link | undefined {
  const able = setting.views
    .map((view) => ({ view, names: namesOf(view) }))
    .filter(({ names }) => names.length > 0)
  for (let tries = 0; tries < 12 && able.length > 0; tries++) {
    const { view, names } = setting.dice.random.pick(able)
    const found = tryLink(setting, view, names)
    if (found) return found
  }
  return undefined
}

/** A call whose argument another call brings. */
export const sequential: MakeScene = (setting) => {
  const { dice } = setting
  const found = naturalLink(setting) ?? madeLink(setting, takers) ?? madeLink(setting, openNames)
  if (!found) return undefined
  const { first, result, second, name, words } = found
  const asked = chained(
    askFor(first.view, first.args, dice),
    askFor(second.view, without(second.args, name), dice, new Map([[name, words]])),
    dice.language,
    dice.random,
  )
  const value = String(second.args[name])
  if (asked.includes(value)) return undefined
  const [results, answer] = outcome(setting, second).turns
  const before = dice.random.chance(0.4) ? answerFor(first.view, first.args, result, dice) : ''
  const text = 'text' in answer ? answer.text : ''
  return {
    goal: goalFor(setting, first),
    second: goalText(second.view, dice.language),
    turns: [
      user(setting, asked),
      call(first),
      give(printResult(first, result)),
      call(second),
      results,
      say(together(dice, before, text)),
    ],
  }
}
