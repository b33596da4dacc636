import type { Setting } from './scene.ts'
import { shelfOf } from './shelf.ts'
import { makeArguments, type ToolView, viewOf } from './tool-view.ts'
import { askFor, goalText } from './wording.ts'
import type { Chat } from './words/chats.ts'
import { wordsOf } from './words/name-words.ts'
import { NOT_AT_HAND } from './words/not-at-hand.ts'
import { WISHES } from './words/wishes.ts'

const describes = ({ tool }: ToolView): string => `${tool.name.replaceAll('_', ' ')} ${tool.description}`

const TRIES = 8

/**
 * What a tool of the same tool set could do that is not at hand: of another category than those at hand and without
 * a word in common, so that none of them could be meant. Undefined where nothing fits, and for the tools of the
 * phrase book, whose sentences do not name what they are about.
 */
function notAtHand(setting: Setting): Chat | undefined {
  const { dice, views, all } = setting
  const { random, language } = dice
  if (views.length === all.length || views.some(({ phrases }) => phrases)) return undefined
  const categories = new Set(views.map(({ tool }) => tool.category))
  const words = new Set(views.flatMap(({ tool }) => wordsOf(tool.name)))
  for (let tries = 0; tries < TRIES; tries++) {
    const tool = random.pick(shelfOf(all).sorted)
    if (categories.has(tool.category) || wordsOf(tool.name).some((word) => words.has(word))) continue
    const view = viewOf(tool)
    const args = view.phrases ? undefined : makeArguments(view, dice)
    if (args === undefined) continue
    const [answer, back, end] = random.pick(NOT_AT_HAND[language])
    return { goal: goalText(view, language), lines: [askFor(view, args, dice), answer, back, end] }
  }
  return undefined
}

/**
 * A wish that none of the tools looks able to meet: one that another tool of the set could, else a written one; with
 * very many tools, one that the fewest could.
 */
export function wishFor(setting: Setting, said: ReadonlySet<string>): Chat {
  const other = notAtHand(setting)
  if (other !== undefined) return other
  const { dice, views } = setting
  const texts = views.map(describes)
  const order = dice.random.shuffle(WISHES).map((wish) => ({
    chat: wish[dice.language],
    near: texts.filter((text) => wish.signs.test(text)).length,
  }))
  const fresh = order.filter(({ chat }) => !said.has(chat.lines[1]))
  const pool = fresh.length > 0 ? fresh : order
  const nearest = Math.min(...pool.map(({ near }) => near))
  const found = pool.find(({ near }) => near === nearest)
  return found?.chat ?? (WISHES[0] as (typeof WISHES)[0])[dice.language]
}
