/** What a practice role sends for a request. */

import type { ChatChoice } from '../endpoint/transport.ts'
import { fromPlain } from '../json/convert.ts'
import { tryReadJson } from '../json/exact.ts'
import { printJson } from '../json/print.ts'
import type { ToolCall, ToolResult } from '../tool-call/call.ts'
import { printCalls } from '../tool-call/print.ts'
import type { Script, ScriptAssistant, ScriptTurn, ScriptVote } from './script.ts'

/** The parts of an item key: `dialog|role|turn index|attempt`. */
export interface ItemKey {
  readonly dialog: string
  readonly role: string
  readonly turnIndex: number
  readonly attempt: number
}

export function readItemKey(text: string | undefined): ItemKey | undefined {
  const found = /^(.+)\|([\w:]+)\|(\d+)\|(\d+)$/.exec(text ?? '')
  return found
    ? { dialog: found[1] ?? '', role: found[2] ?? '', turnIndex: Number(found[3]), attempt: Number(found[4]) }
    : undefined
}

const words = (text: string): ChatChoice => ({ text, finish: 'stop' })
const json = (value: unknown): string => printJson(fromPlain(value), 'compact')

/** A request's words without spaces and escapes, to find a call in whatever way it was written down. */
const bare = (text: string): string => text.replace(/[\s\\]/g, '')

/** A call as requests show it. */
export const callText = (call: ToolCall): string =>
  `{"name":${JSON.stringify(call.name)},"arguments":${call.arguments}}`

/** The vote that was kept: on a turn where none agrees, the one whose calls the request shows last. */
function keptVote(turn: ScriptAssistant, request: string): ScriptVote | undefined {
  const altered = turn.votes.filter((vote) => vote.results !== undefined)
  if (altered.length === 0) return undefined
  const shown = bare(request)
  const place = (calls: readonly ToolCall[]): number =>
    Math.min(...calls.map((call) => shown.lastIndexOf(bare(callText(call)))))
  const right = turn.answer.kind === 'calls' ? place(turn.answer.calls) : -1
  let best: { vote?: ScriptVote; at: number } = { at: right }
  for (const vote of altered) {
    const at = vote.answer.kind === 'calls' ? place(vote.answer.calls) : -1
    if (at > best.at) best = { vote, at }
  }
  return best.vote
}

const assistantAt = (script: Script, index: number): ScriptAssistant | undefined => {
  const turn = script.turns[index]
  return turn?.from === 'assistant' ? turn : undefined
}

const resultsJson = (results: readonly ToolResult[]): string =>
  printJson(
    new Map([
      [
        'results',
        results.map(
          (result) =>
            new Map([
              ['name', result.name],
              ['result', tryReadJson(result.content) ?? null],
            ]),
        ),
      ],
    ]),
  )

function spokenCalls(script: Script, answer: Extract<ScriptVote['answer'], { kind: 'calls' }>): ChatChoice {
  const prose = answer.prose ?? ''
  if (!script.rawCalls) return { text: prose, calls: answer.calls, finish: 'tool_calls' }
  return words(`${prose}${prose === '' ? '' : '\n'}${printCalls(answer.calls, 'python')}`)
}

function assistantReply(script: Script, turnIndex: number, attempt: number, request: string): ChatChoice {
  const turn = assistantAt(script, turnIndex)
  if (!turn)
    return words(
      script.setup.language === 'zh' ? '好的，还有什么可以帮您？' : 'All right. Is there anything else?',
    )
  // An answer that could not be used is right when it is asked for again (attempt 10 and up).
  const vote = attempt < 10 ? turn.votes[attempt === 2 ? 2 : attempt === 1 ? 1 : 0] : { answer: turn.answer }
  if ('raw' in vote && vote.raw !== undefined) return words(vote.raw)
  if (vote.answer.kind === 'calls') return spokenCalls(script, vote.answer)
  const before = assistantAt(script, turnIndex - 2)
  const kept = before && turn.answer.kind === 'text' ? keptVote(before, request) : undefined
  return words(vote.planted === undefined ? (kept?.summary ?? vote.answer.text) : vote.answer.text)
}

function userJson(script: Script, turn: ScriptTurn | undefined): string {
  if (turn?.from === 'user') return json({ finished: turn.finished, need: turn.need, message: turn.text })
  const message = script.setup.language === 'zh' ? '好的，谢谢，就这些。' : 'Thank you, that is all.'
  return json({ finished: script.plan.needs.map((_, i) => i), need: null, message })
}

function toolJson(script: Script, turnIndex: number, request: string): string {
  const turn = script.turns[turnIndex]
  const before = assistantAt(script, turnIndex - 1)
  const kept = before ? keptVote(before, request) : undefined
  const sameNames = (a: readonly ToolResult[], b: readonly ToolResult[]): boolean =>
    a.length === b.length && a.every((result, i) => result.name === b[i]?.name)
  const scripted = turn?.from === 'tool' ? turn.results : []
  const next = script.turns[turnIndex + 1]
  // What the next calls build on must come back, whichever value this call was made with.
  const leadsOn = next?.from === 'assistant' && next.answer.kind === 'calls'
  if (kept?.results && !(leadsOn && sameNames(kept.results, scripted))) return resultsJson(kept.results)
  return resultsJson(scripted)
}

/** JSON as a hasty model sends it: without its end. */
const torn = (text: string): string => text.slice(0, -1)

/** What a role that answers in JSON sends. */
function jsonReply(script: Script, role: string, turnIndex: number, request: string): string | undefined {
  if (role === 'planner') return json({ needs: script.plan.needs })
  if (role === 'user') return userJson(script, script.turns[turnIndex])
  return role === 'tool' ? toolJson(script, turnIndex, request) : undefined
}

/** The right answer in its plain notation. */
function repairedAnswer(script: Script, turnIndex: number): ChatChoice {
  const answer = assistantAt(script, turnIndex)?.answer
  return words(answer?.kind === 'calls' ? printCalls(answer.calls, 'python') : (answer?.text ?? ''))
}

/**
 * The answer of the role that a key names. Any key gets one: where the script has another role's turn, a neutral
 * answer that keeps the dialog going.
 *
 * @param request all that was sent, as one text
 * @returns undefined for a role that no practice role plays
 */
export function practiceReply(
  script: Script,
  { role: asked, turnIndex, attempt }: ItemKey,
  request: string,
  thinking: boolean,
): ChatChoice | undefined {
  const repair = asked.startsWith('repair:')
  const role = repair ? asked.slice('repair:'.length) : asked
  if (role === 'assistant') {
    if (repair) return repairedAnswer(script, turnIndex)
    const choice = assistantReply(script, turnIndex, attempt, request)
    const thought = assistantAt(script, turnIndex)?.thinking
    return thinking && thought !== undefined ? { ...choice, thinking: thought } : choice
  }
  const text = jsonReply(script, role, turnIndex, request)
  if (text === undefined) return undefined
  const broken = !repair && attempt === 0 && script.brokenJson.has(role === 'planner' ? -1 : turnIndex)
  return words(broken ? torn(text) : text)
}
