import type { ChatChoice, TokenLogprob } from '../endpoint/transport.ts'
import { printCalls } from '../tool-call/print.ts'
import { splitThinking } from '../tool-call/read.ts'
import type { PredictedAnswer } from './prediction.ts'

/** The text up to the first stop mark: servers cut there, but not all of them do. */
function upToStop(text: string, stop: readonly string[]): string {
  const ends = stop.map((mark) => (mark === '' ? -1 : text.indexOf(mark))).filter((at) => at >= 0)
  return ends.length === 0 ? text : text.slice(0, Math.min(...ends))
}

/** What a choice says in one text; calls that a server parsed on its own account go back into their tags. */
function saidBy({ text, calls }: ChatChoice): string {
  if (calls === undefined || calls.length === 0) return text
  const tags = printCalls(calls, 'python')
  return text.trim() === '' ? tags : `${text.trimEnd()}\n${tags}`
}

/** Undefined where the server sent none. Infinities (a token of probability 0) become the largest number. */
function sumOf(logprobs: readonly TokenLogprob[] | undefined): number | undefined {
  if (logprobs === undefined || logprobs.length === 0) return undefined
  const sum = logprobs.reduce((total, { logprob }) => total + logprob, 0)
  return Number.isNaN(sum) ? undefined : Math.max(-Number.MAX_VALUE, Math.min(0, sum))
}

/**
 * An answer of the policy as it is kept. Any text makes one: without thinking tags, with one that is not closed, or
 * with control tokens; a probe never loses a sample to what the model wrote.
 *
 * @param stop marks that end an answer
 */
export function predictedAnswer(choice: ChatChoice, stop: readonly string[]): PredictedAnswer {
  const said = splitThinking(upToStop(saidBy(choice), stop))
  const thinking = [choice.thinking, said.thinking].filter((part) => part !== undefined).join('\n')
  const logprobSum = sumOf(choice.logprobs)
  return {
    text: said.text,
    ...(thinking === '' ? {} : { thinking }),
    ...(logprobSum === undefined ? {} : { logprobSum, tokens: choice.logprobs?.length ?? 0 }),
    finish: choice.finish,
  }
}
