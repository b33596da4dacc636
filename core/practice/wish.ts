import type { Setting } from './scene.ts'
import type { ToolView } from './tool-view.ts'
import type { Chat } from './words/chats.ts'
import { WISHES } from './words/wishes.ts'

const describes = ({ tool }: ToolView): string => `${tool.name.replaceAll('_', ' ')} ${tool.description}`

/** A wish that none of the tools looks able to meet; with very many tools, one that the fewest could. */
export function wishFor({ dice, views }: Setting, said: ReadonlySet<string>): Chat {
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
