/** The roles that answer in JSON: planner, user and tool. */
import type { WrongTurn } from '#core/dialog/dialog.ts'
import { patienceLeft } from '#core/dialog/give-up.ts'
import { NOT_JSON, type Reply } from '#core/dialog/reply.ts'
import type { DialogRole } from '#core/endpoint/role.ts'
import { renderMessages } from '#core/prompt/render.ts'
import { ask, askRepair, REPAIRS, type Request, type Said, type Talk, wrongTurn } from './talk.ts'

/** A turn of a role, or only the unusable answers it took to give it up. */
export interface Taken<T> {
  readonly value?: T
  readonly wrong: readonly WrongTurn[]
}

async function repaired<T>(
  talk: Talk,
  role: DialogRole,
  attempt: number,
  text: string,
  form: string,
  read: (text: string) => Reply<T>,
): Promise<Reply<T>> {
  let reply = read(text)
  const prompt = talk.prompts.get('repair/json', talk.dialog.setup.language)
  for (let n = 0; n < REPAIRS && 'wrong' in reply && reply.wrong === NOT_JSON; n++) {
    const messages = renderMessages(prompt, { problem: reply.detail, form, text })
    reply = read((await askRepair(talk, role, attempt, n, messages)).choice.text)
  }
  return reply
}

/** An answer that was cut off has no end to put right. */
const cutOff = <T>({ choice }: Said, reply: Reply<T>): boolean =>
  choice.finish === 'length' && 'wrong' in reply && reply.wrong === NOT_JSON

/**
 * Asks until an answer can be read or the dialog's patience is used up. Failed requests are thrown through: they are
 * no wrong turns.
 *
 * @param form the answer's shape in a line, for repairs
 */
export async function askJson<T>(
  talk: Talk,
  role: DialogRole,
  request: Request,
  form: string,
  read: (text: string) => Reply<T>,
): Promise<Taken<T>> {
  const wrong: WrongTurn[] = []
  const patience = patienceLeft(talk.dialog.wrongTurns)
  for (let attempt = 0; wrong.length <= patience; attempt++) {
    const answer = await ask(talk, role, attempt, request)
    const { text } = answer.choice
    if (cutOff(answer, read(text))) {
      wrong.push(wrongTurn(role, 'answer.cutOff', text))
      continue
    }
    const reply = await repaired(talk, role, attempt, text, form, read)
    if ('ok' in reply) return { value: reply.ok, wrong }
    wrong.push(wrongTurn(role, reply.wrong, `${reply.detail}\n${text}`))
  }
  return { wrong }
}
