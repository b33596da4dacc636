import type { DialogLanguage } from '../dialog/case-type.ts'
import { fromPlain, type PlainJson, toPlain } from '../json/convert.ts'
import { tryReadJson } from '../json/exact.ts'
import { printJson } from '../json/print.ts'
import type { Tool } from '../tool/tool.ts'
import type { ToolCall } from '../tool-call/call.ts'
import { checkCall } from '../tool-call/schema.ts'
import { phrasesFor } from './phrases/phrase-book.ts'
import type { Dice, Fields, Phrases } from './phrases/phrases.ts'
import { isObject, makeValue, type PlainObject, settle, typeOf } from './value.ts'
import { enumWords } from './words/enum-words.ts'
import { labelOf } from './words/name-words.ts'

/** A tool as the practice roles see it. */
export interface ToolView {
  readonly tool: Tool
  readonly root: PlainObject
  readonly properties: ReadonlyMap<string, PlainObject>
  readonly required: ReadonlySet<string>
  readonly results: PlainObject | undefined
  /** Hand-written sentences, for the tools of the sample project. */
  readonly phrases: Phrases | undefined
}

const readSchema = (text: string | undefined): PlainObject | undefined => {
  const read = text === undefined ? undefined : tryReadJson(text)
  const plain = read === undefined ? undefined : toPlain(read)
  return isObject(plain) ? plain : undefined
}

const views = new WeakMap<Tool, ToolView>()

export function viewOf(tool: Tool): ToolView {
  const known = views.get(tool)
  if (known) return known
  const root = readSchema(tool.parameters) ?? {}
  const schema = settle(root, root)
  const properties = new Map(
    Object.entries(isObject(schema.properties) ? schema.properties : {}).map(
      ([name, property]) => [name, settle(property, root)] as const,
    ),
  )
  const listed = Array.isArray(schema.required) ? schema.required : []
  const view: ToolView = {
    tool,
    root,
    properties,
    required: new Set(listed.filter((name) => typeof name === 'string')),
    results: readSchema(tool.results),
    phrases: phrasesFor(tool.name, [...properties.keys()]),
  }
  views.set(tool, view)
  return view
}

export const callOf = ({ tool }: ToolView, args: Fields): ToolCall => ({
  name: tool.name,
  arguments: printJson(fromPlain(args)),
})

export const isValid = (view: ToolView, args: Fields): boolean =>
  checkCall(new Map([[view.tool.name, view.tool]]), callOf(view, args)).length === 0

/** Texts and numbers that a person could name; not switches, not members of an enumeration. */
export function isOpen(view: ToolView, name: string): boolean {
  const schema = view.properties.get(name)
  if (!schema || schema.enum !== undefined || schema.const !== undefined) return false
  return ['string', 'number', 'integer'].includes(typeOf(schema))
}

export const isSwitch = (view: ToolView, name: string): boolean =>
  typeOf(view.properties.get(name) ?? {}) === 'boolean'

export const makeFor = (view: ToolView, name: string, dice: Dice): PlainJson => {
  const listed = view.phrases?.values?.[name]
  const place = { name, root: view.root, depth: 1 }
  return makeValue(view.properties.get(name), place, dice, listed && dice.words[listed])
}

const OPTIONAL_SHARE = 0.35
const MOST_OPTIONAL = 3
const ENDS: readonly (readonly [RegExp, string])[] = [
  [/^min/, 'max'],
  [/^from/, 'to'],
  [/^start/, 'end'],
]

const isDay = (value: PlainJson | undefined): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)

const outOfOrder = (low: PlainJson | undefined, high: PlainJson | undefined): boolean =>
  (isDay(low) && isDay(high) && low > high) ||
  (typeof low === 'number' && typeof high === 'number' && low > high)

/** Puts the smaller end of a range first: nobody asks for 5 May to 2 May. */
function orderEnds(args: { [name: string]: PlainJson }): void {
  for (const name of Object.keys(args)) {
    for (const [start, end] of ENDS) {
      const other = name.replace(start, end)
      const [low, high] = [args[name], args[other]]
      if (other === name || low === undefined || high === undefined || !outOfOrder(low, high)) continue
      args[name] = high
      args[other] = low
    }
  }
}

function draft(view: ToolView, dice: Dice, must: readonly string[], withOptional: boolean): Fields {
  const args: { [name: string]: PlainJson } = {}
  let optional = 0
  for (const name of view.properties.keys()) {
    const needed = view.required.has(name) || must.includes(name)
    if (!needed) {
      const taken = withOptional && optional < MOST_OPTIONAL && dice.random.chance(OPTIONAL_SHARE)
      if (!taken) continue
      optional++
    }
    for (let tries = 0; tries < 4; tries++) {
      const made = makeFor(view, name, dice)
      const repeats = typeof made === 'string' && Object.values(args).includes(made)
      args[name] = made
      if (!repeats) break
    }
  }
  orderEnds(args)
  return args
}

/**
 * Arguments that the tool's schema accepts: every required one, some optional ones, and those named in `must`.
 * @returns undefined where no try was valid (a pattern or a rule between parameters that is not understood)
 */
export function makeArguments(view: ToolView, dice: Dice, must: readonly string[] = []): Fields | undefined {
  for (let tries = 0; tries < 4; tries++) {
    const args = draft(view, dice, must, tries < 2)
    if (isValid(view, args)) return args
  }
  return undefined
}

/** The arguments but one. */
export const without = (args: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(args).filter(([key]) => key !== name))

/** Names of the parameters that take a text or a number of one's own. */
export const openNames = (view: ToolView): string[] =>
  [...view.properties.keys()].filter((name) => isOpen(view, name))

/** Other valid arguments that differ in the one named; undefined where none was found. */
export function varyArgument(view: ToolView, args: Fields, name: string, dice: Dice): Fields | undefined {
  const before = JSON.stringify(args[name])
  for (let tries = 0; tries < 6; tries++) {
    const made = makeFor(view, name, dice)
    const changed = { ...args, [name]: made }
    const repeats = typeof made === 'string' && Object.values(args).includes(made)
    if (JSON.stringify(made) !== before && !repeats && isValid(view, changed)) return changed
  }
  return undefined
}

const isPlain = (value: PlainJson): value is string | number | boolean =>
  value !== null && typeof value !== 'object'

/** A value as it is said: texts and numbers as they are, members of an enumeration in words. */
export function sayValue(view: ToolView, language: DialogLanguage, name: string, value: PlainJson): string {
  if (value === true) return language === 'zh' ? '是' : 'yes'
  if (value === false) return language === 'zh' ? '否' : 'no'
  if (value === null) return language === 'zh' ? '无' : 'none'
  if (typeof value === 'string') {
    const listed = view.properties.get(name)?.enum !== undefined
    return listed ? enumWords(value, language) : value
  }
  if (typeof value === 'number') return JSON.stringify(value)
  const comma = language === 'zh' ? '、' : ', '
  if (Array.isArray(value)) return value.map((v) => sayValue(view, language, name, v)).join(comma)
  return Object.entries(value)
    .map(
      ([key, v]) =>
        `${labelOf(key, language)} ${isPlain(v) ? sayValue(view, language, key, v) : sayValue(view, language, name, v)}`,
    )
    .join(comma)
}
