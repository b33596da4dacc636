/** What is said about a tool: requests, questions, results and answers, hand-written or made from its schema. */

import type { DialogLanguage } from '../dialog/case-type.ts'
import type { PlainJson } from '../json/convert.ts'
import { madeUp } from './made-up.ts'
import type { Dice, Fields } from './phrases/phrases.ts'
import { fill, type Lookup } from './template.ts'
import { isSwitch, sayValue, type ToolView } from './tool-view.ts'
import { isObject, makeValue } from './value.ts'
import { goalOf, sourceOf } from './words/goals.ts'
import { labelOf, wordsOf } from './words/name-words.ts'

/** Words in place of a value: “the first one you find”. */
export type Said = ReadonlyMap<string, string>
const NOTHING_SAID: Said = new Map()

const comma = (language: DialogLanguage): string => (language === 'zh' ? '，' : ', ')

/** In general terms, never by the tool's name. */
export function goalText(view: ToolView, language: DialogLanguage): string {
  const written = view.phrases?.[language].goal
  if (written) return written
  const { text } = goalOf(view.tool.name, view.tool.description, language)
  if (!text.toLowerCase().includes(view.tool.name.toLowerCase())) return text
  return language === 'zh' ? '办一件和这组工具有关的事' : 'get something done that one of the tools is for'
}

const texts = (value: PlainJson): string[] => {
  if (value === null || typeof value === 'boolean') return []
  if (typeof value !== 'object') return [typeof value === 'number' ? JSON.stringify(value) : value]
  return (Array.isArray(value) ? value : Object.values(value)).flatMap(texts)
}

/** Whether a value is a sentence or has several words, so that it needs quotation marks to stand out. */
const isProse = (text: string): boolean => /[。！？，]|[.!?]$|\S \S+ \S/.test(text)

/** “, with limit 10 and page 2”, for values that the sentence has not said. */
function clause(view: ToolView, dice: Dice, name: string, value: PlainJson): string {
  const label = labelOf(name, dice.language)
  const said = sayValue(view, dice.language, name, value)
  if (dice.language === 'zh') {
    if (typeof value === 'boolean') return value ? `要${label}` : `不要${label}`
    if (isProse(said)) return `${label}是“${said}”`
    return dice.random.pick([`${label}是${said}`, `${label}为${said}`, `${label}：${said}`])
  }
  if (typeof value === 'boolean') return value ? `with ${label}` : `without ${label}`
  if (isProse(said)) return `${label} “${said}”`
  return dice.random.pick([`${label} ${said}`, `${label}: ${said}`])
}

const EN_ASKS = [
  'Could you {goal}[ – {with}]?',
  'Please {goal}[: {with}].',
  'I would like to {goal}[, {with}].',
  'Can you {goal} for me[? {with}.|?]',
  'I need to {goal}[; {with}].',
  'Help me {goal}[, {with}].',
]
const ZH_ASKS = [
  '帮我{goal}[，{with}]。',
  '我想{goal}[，{with}]。',
  '请{goal}[（{with}）]。',
  '能不能{goal}[？{with}。|？]',
  '麻烦{goal}[，{with}]，谢谢。',
  '需要{goal}[：{with}]。',
]

const PLACES = new Set(['city', 'country', 'region', 'location', 'town'])
const DAYS = new Set(['date', 'day'])

/** Values that have their own place in an English or Chinese sentence. */
function placed(view: ToolView, dice: Dice, name: string, value: string): string | undefined {
  const word = wordsOf(name).at(-1) ?? ''
  if (dice.language === 'zh' || view.properties.get(name)?.enum !== undefined) return undefined
  if (PLACES.has(word)) return ` in ${value}`
  return DAYS.has(word) ? ` on ${value}` : undefined
}

/** What is to be done, and the values that did not find a place in that. */
function goalAndRest(view: ToolView, args: Fields, said: Said, dice: Dice): { goal: string; rest: string } {
  const zh = dice.language === 'zh'
  const source = dice.random.chance(0.6) ? sourceOf(view.tool.name) : undefined
  let goal = goalOf(view.tool.name, view.tool.description, dice.language).text
  if (source !== undefined) goal = zh ? `在 ${source} 上${goal}` : `${goal} on ${source}`
  const clauses: string[] = []
  for (const name of new Set([...Object.keys(args), ...said.keys()])) {
    const value = args[name] ?? null
    const words = said.get(name) ?? (typeof value === 'string' ? value : undefined)
    const inPlace = words === undefined ? undefined : placed(view, dice, name, words)
    if (inPlace !== undefined && !goal.includes(inPlace.slice(0, 4))) goal += inPlace
    else if (!said.has(name)) clauses.push(clause(view, dice, name, value))
    else clauses.push(zh ? `${labelOf(name, 'zh')}用${words}` : `${labelOf(name, 'en')}: ${words}`)
  }
  return { goal, rest: clauses.join(comma(dice.language)) }
}

function plainAsk(view: ToolView, args: Fields, said: Said, dice: Dice): string {
  const { goal, rest } = goalAndRest(view, args, said, dice)
  const template = dice.random.pick(dice.language === 'zh' ? ZH_ASKS : EN_ASKS)
  // `[a|b]` chooses between having details and having none; otherwise the bracket falls away.
  const shaped = template.replace(/\[([^|\]]*)\|([^\]]*)\]/, (_, yes: string, no: string) =>
    rest ? yes : no,
  )
  return fill(
    shaped,
    (name) => (name === 'goal' ? goal : rest || undefined),
    (_, value) => String(value),
  )
}

/** Whether the sentence says every value: as it is, or as the words it was put in. */
function unsaid(
  view: ToolView,
  args: Fields,
  said: Said,
  sentence: string,
  language: DialogLanguage,
): string[] {
  return Object.keys(args).filter((name) => {
    const value = args[name] ?? null
    if (said.has(name) || isSwitch(view, name)) return false
    const spoken = typeof value === 'object' ? texts(value) : [sayValue(view, language, name, value)]
    return spoken.some((text) => !sentence.includes(text))
  })
}

/** A user's request that says every argument; arguments that are not there are left out of the sentence. */
export function askFor(view: ToolView, args: Fields, dice: Dice, said: Said = NOTHING_SAID): string {
  const { language, random } = dice
  const lines = view.phrases?.[language]
  let sentence: string
  if (lines) {
    const lookup: Lookup = (name) => said.get(name) ?? args[name]
    const say = (name: string, value: PlainJson): string =>
      said.get(name) ?? sayValue(view, language, name, value)
    sentence = fill(random.pick(lines.asks), lookup, say, comma(language)).trim()
    if (!/([.?!。？！]”?)$/.test(sentence)) sentence += language === 'zh' ? '。' : '.'
  } else sentence = plainAsk(view, args, said, dice)
  // A quotation that ends with its own full stop needs no second one.
  sentence = sentence.replace(/([.?!。？！]”)[.。]/g, '$1')
  const missing = unsaid(view, args, said, sentence, language)
  if (missing.length === 0) return sentence
  const rest = missing.map((name) => clause(view, dice, name, args[name] ?? null)).join(comma(language))
  return language === 'zh' ? `${sentence}（${rest}）` : `${sentence} (${rest})`
}

const NO_ERRORS = new Set(['error', 'errors', 'iserror', 'code', 'status', 'statuscode', 'status_code'])

/** What the tool gives back: as its hand-written sentences or its own schema say, else something plausible. */
export function resultFor(view: ToolView, args: Fields, dice: Dice): PlainJson {
  if (view.phrases) return view.phrases.result(args, dice)
  if (!view.results) return madeUp(view, args, dice)
  const made = makeValue(view.results, { name: 'result', root: view.results, depth: 0 }, dice)
  if (!isObject(made)) return made
  const kept = Object.entries(made).filter(([key]) => !NO_ERRORS.has(key.toLowerCase()))
  return kept.length > 0 ? Object.fromEntries(kept) : madeUp(view, args, dice)
}

/** Fields that say nothing to a reader. */
const SILENT = new Set(['ok', 'ts', 'success', 'type', 'object', 'cursor', 'next_cursor'])

/** Values of a result that an answer can mention, outermost first. */
function tellable(value: PlainJson, name = '', depth = 0): (readonly [string, string])[] {
  if (value === null || typeof value === 'boolean' || depth > 4) return []
  if (Array.isArray(value)) return value.slice(0, 3).flatMap((v) => tellable(v, name, depth + 1))
  if (typeof value === 'object') {
    const entries = Object.entries(value)
    const flat = entries
      .filter(([, v]) => typeof v !== 'object')
      .flatMap(([key, v]) => tellable(v, key, depth + 1))
    return [
      ...flat,
      ...entries.filter(([, v]) => typeof v === 'object').flatMap(([key, v]) => tellable(v, key, depth + 1)),
    ]
  }
  return name === '' || SILENT.has(name)
    ? []
    : [[name, typeof value === 'number' ? JSON.stringify(value) : value]]
}

const namesIn = (result: PlainJson): string[] => {
  const entries = isObject(result) ? result.entries : undefined
  return (Array.isArray(entries) ? entries : [])
    .flatMap((e) => (isObject(e) && typeof e.name === 'string' ? [e.name] : []))
    .slice(0, 3)
}

function plainAnswer(view: ToolView, args: Fields, result: PlainJson, dice: Dice): string {
  const { language, random } = dice
  const zh = language === 'zh'
  const { noun } = goalOf(view.tool.name, view.tool.description, language)
  if (isObject(result) && result.success === true && typeof result.reference === 'string')
    return zh
      ? random.pick([`已经办好了，编号是${result.reference}。`, `完成了，受理编号${result.reference}。`])
      : random.pick([
          `Done. The reference is ${result.reference}.`,
          `That worked; the reference number is ${result.reference}.`,
        ])
  const names = namesIn(result)
  if (names.length > 0 && isObject(result)) {
    return zh
      ? random.pick([
          `关于${noun}，共有${result.total}条，前几条是：${names.join('、')}。`,
          `查到${result.total}条记录，包括${names.join('、')}等。`,
        ])
      : random.pick([
          `I found ${result.total} entries, among them ${names.join(', ')}.`,
          `There are ${result.total} entries. The first: ${names.join(', ')}.`,
        ])
  }
  const fresh = tellable(result).filter(([name, value]) => String(args[name]) !== value && value.length < 120)
  const told = (fresh.length > 0 ? fresh : tellable(result)).slice(0, 3)
  if (told.length === 0)
    return zh ? '已经处理好了，没有更多内容返回。' : 'It went through; nothing more came back.'
  const parts = told
    .map(([name, raw]) => [name, raw.replace(/[.。]$/, '')] as const)
    .map(([name, value]) => (zh ? `${labelOf(name, 'zh')}：${value}` : `${labelOf(name, 'en')} ${value}`))
  return zh
    ? random.pick([`查到了，${parts.join('；')}。`, `结果如下：${parts.join('；')}。`])
    : random.pick([
        `Here is what I found: ${parts.join('; ')}.`,
        `This is what came back: ${parts.join('; ')}.`,
      ])
}

/** What the assistant says when the result is there. */
export function answerFor(view: ToolView, args: Fields, result: PlainJson, dice: Dice): string {
  const lines = view.phrases?.[dice.language]
  if (!lines || !isObject(result)) return plainAnswer(view, args, result, dice)
  const lookup: Lookup = (name) => result[name] ?? args[name]
  const say = (name: string, value: PlainJson): string => sayValue(view, dice.language, name, value)
  const separator = dice.language === 'zh' ? '；' : '; '
  const text = fill(dice.random.pick(lines.answers), lookup, say, separator)
  return text.charAt(0).toUpperCase() + text.slice(1)
}
