/** The assistant's turn: two answers asked at once, a third where they do not agree. */
import type { AssistantTurn, Vote, WrongTurn } from '#core/dialog/dialog.ts'
import { patienceLeft } from '#core/dialog/give-up.ts'
import { chatHistory } from '#core/dialog/outline.ts'
import { assistantValues } from '#core/dialog/prompt-values.ts'
import { wantsThinking } from '#core/dialog/situation.ts'
import { countVotes } from '#core/dialog/vote.ts'
import type { ChatChoice } from '#core/endpoint/transport.ts'
import { isExactObject, tryReadJson } from '#core/json/exact.ts'
import { renderMessages, renderText } from '#core/prompt/render.ts'
import type { Answer } from '#core/tool-call/call.ts'
import { sameAnswer } from '#core/tool-call/match.ts'
import { readAnswer } from '#core/tool-call/read.ts'
import { checkCall } from '#core/tool-call/schema.ts'
import { ask, askRepair, REPAIRS, type Request, randomOf, type Talk, thinks, wrongTurn } from './talk.ts'

export interface AssistantTaken {
  readonly value?: { readonly turn: AssistantTurn; readonly chosen: number }
  readonly wrong: readonly WrongTurn[]
}

type Heard = { readonly ok: Answer } | { readonly wrong: string; readonly detail: string }

/** What an assistant said: calls from the API's own field, or what stands in the text. */
function hear(choice: ChatChoice): Heard {
  if (choice.calls === undefined || choice.calls.length === 0) {
    const read = readAnswer(choice.text)
    return read.ok === undefined ? { wrong: `answer.${read.wrong}`, detail: read.detail } : { ok: read.ok }
  }
  const broken = choice.calls.find((call) => !isExactObject(tryReadJson(call.arguments)))
  if (broken) return { wrong: 'answer.badArguments', detail: `the arguments of ${broken.name} are no object` }
  const prose = choice.text.trim()
  return { ok: { kind: 'calls', calls: choice.calls, ...(prose === '' ? {} : { prose }) } }
}

/** The reasons that correcting the notation may remove. */
const NOTATION = ['answer.notJson', 'answer.tagNotClosed', 'answer.tagNotOpened']

async function hearRepaired(talk: Talk, attempt: number, choice: ChatChoice): Promise<Heard> {
  let heard = hear(choice)
  const prompt = talk.prompts.get('repair/calls', talk.dialog.setup.language)
  for (let n = 0; n < REPAIRS && 'wrong' in heard && NOTATION.includes(heard.wrong); n++) {
    const messages = renderMessages(prompt, { problem: heard.detail, text: choice.text })
    heard = hear((await askRepair(talk, 'assistant', attempt, n, messages)).choice)
  }
  return heard
}

/** Calls of tools that are not offered cannot be answered by the tool role. */
function checkNames(talk: Talk, heard: Heard): Heard {
  if (!('ok' in heard) || heard.ok.kind === 'text') return heard
  const unknown = heard.ok.calls.find((call) => !talk.tools.has(call.name))
  return unknown ? { wrong: 'answer.unknownTool', detail: unknown.name } : heard
}

/** One vote, asked for again while its answers cannot be used. */
async function castVote(
  talk: Talk,
  request: Request,
  number: number,
  patience: number,
): Promise<{ readonly vote?: Vote; readonly wrong: WrongTurn[] }> {
  const wrong: WrongTurn[] = []
  for (let again = 0; wrong.length <= patience; again++) {
    const attempt = number + 10 * again
    const { choice, model } = await ask(talk, 'assistant', attempt, request)
    const heard: Heard =
      choice.finish === 'length'
        ? { wrong: 'answer.cutOff', detail: 'the answer reached its length limit' }
        : checkNames(talk, await hearRepaired(talk, attempt, choice))
    if ('ok' in heard) {
      const thinking = choice.thinking === undefined ? {} : { thinking: choice.thinking }
      return { vote: { answer: heard.ok, model, ...thinking }, wrong }
    }
    wrong.push(wrongTurn('assistant', heard.wrong, `${heard.detail}\n${choice.text}`))
  }
  return { wrong }
}

/** Waits for all, then throws what the first of them threw: no request is left behind unheard. */
async function together<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(work)
  const failed = settled.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
  return settled.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
}

function requestOf(talk: Talk): Request {
  const { setup, turns } = talk.dialog
  const thinking = thinks(talk, 'assistant') && wantsThinking(talk.dialog)
  const part = thinking ? renderText(talk.prompts.get('assistant/thinking', setup.language), {}) : ''
  const system = renderMessages(
    talk.prompts.get('assistant/answer', setup.language),
    assistantValues(setup, part),
  )
  return {
    messages: [...system, ...chatHistory(turns)],
    tools: [...talk.tools.values()].map(({ name, description, parameters }) => ({
      name,
      description,
      parameters,
    })),
    thinking,
  }
}

/** Rules that the calls break, none twice. */
const marksOf = (talk: Talk, answer: Answer): string[] =>
  answer.kind === 'text'
    ? []
    : [...new Set(answer.calls.flatMap((call) => checkCall(talk.tools, call).map((problem) => problem.code)))]

/** Asks two and, on disagreement, a third; undefined value when the dialog's patience is used up. */
export async function takeAssistant(talk: Talk): Promise<AssistantTaken> {
  const request = requestOf(talk)
  const patience = patienceLeft(talk.dialog.wrongTurns)
  const same = (a: Answer, b: Answer): boolean => sameAnswer(a, b, talk.tools)
  const cast = await together([0, 1].map((number) => castVote(talk, request, number, patience)))
  for (;;) {
    const wrong = cast.flatMap((one) => one.wrong)
    const votes = cast.flatMap((one) => (one.vote ? [one.vote] : []))
    if (votes.length < cast.length || wrong.length > patience) return { wrong }
    const outcome = countVotes(
      votes.map((vote) => vote.answer),
      same,
      randomOf(talk, 'choose', votes.length),
    )
    if (outcome.kind === 'third') {
      cast.push(await castVote(talk, request, 2, patience - wrong.length))
      continue
    }
    const { index, agreed } = outcome
    const chosen = votes[index]
    if (chosen === undefined) throw new RangeError(`vote ${index} of ${votes.length}`)
    const { answer, thinking } = chosen
    const turn: AssistantTurn = {
      from: 'assistant',
      answer,
      ...(thinking === undefined ? {} : { thinking }),
      votes,
      agreed,
      marks: marksOf(talk, answer),
    }
    return { value: { turn, chosen: index }, wrong }
  }
}
