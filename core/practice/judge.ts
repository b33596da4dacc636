/** A judge without a model: it knows the truth, and errs as often as it is told to. */
import type { ChatRequest } from '../endpoint/transport.ts'
import { printCase } from '../expand/child.ts'
import { isExactObject, tryReadJson } from '../json/exact.ts'
import { type Criterion, printJudgement, SEEN_VERDICTS, type SeenVerdict } from '../judge/format.ts'
import { responsesIn } from '../judge/outline.ts'
import { Random } from '../random/random.ts'
import type { Answer, ToolCall } from '../tool-call/call.ts'
import { readArguments } from '../tool-call/read.ts'
import { isRight, type Truth } from './truth.ts'

export interface PracticeJudge {
  /** Share of votes that say the truth, from 0 to 1; the others say one of the other verdicts. */
  readonly accuracy: number
  /** Share of answers that are no verdict at all (prose, nothing, cut off), from 0 to 1. */
  readonly unreadable?: number
}

export const USUAL_JUDGE: PracticeJudge = { accuracy: 0.9 }

const callIn = (line: string): ToolCall | undefined => {
  const value = tryReadJson(line)
  const name = isExactObject(value) ? value.get('name') : undefined
  const args = isExactObject(value) ? readArguments(value.get('arguments')) : undefined
  return typeof name === 'string' && args !== undefined ? { name, arguments: args } : undefined
}

/** A response as a request shows it: calls one a line, or words. */
function readResponse(text: string): Answer {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const calls = lines.flatMap((line) => callIn(line) ?? [])
  return calls.length > 0 && calls.length === lines.length ? { kind: 'calls', calls } : { kind: 'text', text }
}

/** Text in place of right calls, broken tags included, is never right. */
const responseIsRight = (text: string, truth: Truth): boolean =>
  text.trim() !== '' && !/<\/?tool_call>/.test(text) && isRight(readResponse(text), truth)

function seenTruth(responses: readonly [string, string], truth: Truth): SeenVerdict {
  const [first, second] = responses.map((text) => responseIsRight(text, truth))
  if (first) return second ? 'BOTH_RIGHT' : 'RESPONSE_2_WRONG'
  return second ? 'RESPONSE_1_WRONG' : 'BOTH_WRONG'
}

/** Verdicts that the request leaves open. */
function openVerdicts(request: Pick<ChatRequest, 'answerSchema'>): readonly SeenVerdict[] {
  const text = request.answerSchema?.schema ?? ''
  const named = SEEN_VERDICTS.filter((verdict) => text.includes(`"${verdict}"`))
  return named.length > 0 ? named : SEEN_VERDICTS
}

const LINES = {
  en: {
    RESPONSE_1_WRONG: 'One response does not do what was asked for; the other does.',
    RESPONSE_2_WRONG: 'One response does not do what was asked for; the other does.',
    BOTH_RIGHT: 'Either response serves the request.',
    BOTH_WRONG: 'Neither response serves the request.',
    approach: 'Call exactly what was asked for, with the values that were said.',
    words: 'Answer in words, without a call.',
    prose: 'I looked at both and would rather talk about it in general.',
    checked: 'The calls fit what was said.',
    refused: 'The calls do not fit what was said.',
  },
  zh: {
    RESPONSE_1_WRONG: '其中一个回答没有做到所要求的事，另一个做到了。',
    RESPONSE_2_WRONG: '其中一个回答没有做到所要求的事，另一个做到了。',
    BOTH_RIGHT: '两个回答都能满足请求。',
    BOTH_WRONG: '两个回答都没有满足请求。',
    approach: '只调用所要求的工具，参数用对话里给出的值。',
    words: '直接用文字回答，不要调用工具。',
    prose: '两个回答我都看过了，想先泛泛地谈一谈。',
    checked: '调用与对话相符。',
    refused: '调用与对话不符。',
  },
} as const

const faults = (isWrong: boolean, random: Random): readonly Criterion[] =>
  isWrong ? [random.pick<Criterion>(['correctness', 'parameters', 'selection'])] : []

const unreadable = (whole: string, prose: string, random: Random): string =>
  random.pick([prose, '', whole.slice(0, Math.floor(whole.length / 2))])

/** What is needed to answer one request. */
export interface JudgeAsked {
  readonly truth: Truth
  readonly seed: number
  /** Number of the vote. */
  readonly vote: number
  /** All that was sent, as one text. */
  readonly text: string
  readonly request: Pick<ChatRequest, 'answerSchema'>
}

/** A vote in the judge's form. It follows from the arguments alone; votes err independently of each other. */
export function judgeReply({ truth, seed, vote, text, request }: JudgeAsked, judge: PracticeJudge): string {
  const random = new Random(seed, 'judge', truth.sample.id, vote)
  const lines = LINES[truth.sample.language]
  const responses = responsesIn(text)
  if (responses === undefined) return lines.prose
  const open = openVerdicts(request)
  const right = seenTruth(responses, truth)
  const others = open.filter((one) => one !== right)
  const honest = random.chance(judge.accuracy) || others.length === 0
  const verdict = honest && open.includes(right) ? right : random.pick(others.length > 0 ? others : open)
  const firstWrong = verdict === 'RESPONSE_1_WRONG' || verdict === 'BOTH_WRONG'
  const secondWrong = verdict === 'RESPONSE_2_WRONG' || verdict === 'BOTH_WRONG'
  const whole = printJudgement({
    faults1: faults(firstWrong, random),
    faults2: faults(secondWrong, random),
    analysis: lines[verdict],
    approach: truth.right.kind === 'text' ? lines.words : lines.approach,
    verdict,
  })
  return random.chance(judge.unreadable ?? 0) ? unreadable(whole, lines.prose, random) : whole
}

/**
 * A checker's vote on one label. The sample's own label is judged by the truth; any other label in the request is a
 * practice expander's, which is right.
 */
export function checkerReply({ truth, seed, vote, text }: JudgeAsked, { accuracy }: PracticeJudge): string {
  const { sample } = truth
  const [label] = sample.accepted
  const own = label !== undefined && text.includes(printCase(sample.messages, label))
  const random = new Random(seed, 'checker', sample.id, vote, own ? 'label' : text)
  const isCorrect = !(own && truth.labelWrong) === random.chance(accuracy)
  const lines = LINES[sample.language]
  return JSON.stringify({
    reason: isCorrect ? lines.checked : lines.refused,
    verdict: isCorrect ? 'correct' : 'incorrect',
  })
}
