/** Small scripted roles for tests of the stage: what they say depends on the item key only. */
import type { DialogSetup } from '#core/dialog/dialog.ts'
import type { Role } from '#core/endpoint/role.ts'
import type { ChatChoice, ChatReply, ChatRequest } from '#core/endpoint/transport.ts'
import type { JsonText } from '#core/json/exact.ts'
import { Random } from '#core/random/random.ts'

export type Line = Partial<ChatChoice> | string

export const replyOf = (line: Line): ChatReply => ({
  model: 'scripted-1',
  choices: [{ text: '', finish: 'stop', ...(typeof line === 'string' ? { text: line } : line) }],
  usage: { promptTokens: 10, completionTokens: 5 },
  queueMs: 0,
  serviceMs: 0,
  attempts: 1,
})

export const callOf = (name: string, args: unknown): Line => ({
  calls: [{ name, arguments: JSON.stringify(args) as JsonText }],
  finish: 'tool_calls',
})

export interface Asked {
  readonly role: Role
  readonly who: string
  readonly turn: number
  readonly attempt: number
  readonly request: Omit<ChatRequest, 'model'>
}

/** Takes an item key apart. */
export function asked(role: Role, request: Omit<ChatRequest, 'model'>): Asked {
  const [, who = '', turn = '', attempt = ''] = (request.itemKey ?? '').split('|')
  return { role, who, turn: Number(turn), attempt: Number(attempt), request }
}

/** A well-behaved cast: user, call, result, text, again and again; `alter` may replace what is said. */
export function cast(setup: DialogSetup, alter: (asked: Asked) => Line | undefined = () => undefined) {
  const log: Asked[] = []
  const tool = setup.tools[0] ?? 'none'
  const usual = ({ who, turn }: Asked): Line => {
    if (who === 'planner')
      return JSON.stringify({ needs: setup.needs.map((type, i) => ({ type, text: `Want number ${i}.` })) })
    const need = Math.min(setup.needs.length - 1, Math.floor(turn / 4))
    if (who === 'user') return JSON.stringify({ finished: [], need, message: `Please do ${turn}` })
    if (who === 'tool') return JSON.stringify({ results: [{ name: tool, result: { turn } }] })
    return turn % 4 === 1 ? callOf(tool, { name: `value ${turn}` }) : `Done with ${turn}.`
  }
  const chat = async (role: Role, request: Omit<ChatRequest, 'model'>): Promise<ChatReply> => {
    const one = asked(role, request)
    log.push(one)
    // Answers come back in an order of their own, as they do from a server.
    const turns = new Random(request.itemKey ?? '', request.seed).int(0, 3)
    for (let i = 0; i < turns; i++) await Promise.resolve()
    return replyOf(alter(one) ?? usual(one))
  }
  return { chat, log }
}
