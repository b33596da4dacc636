/** A policy without a model: right as often as it is told to be, and less sure where it is wrong. */
import type { CaseType } from '../dialog/case-type.ts'
import type { ChatChoice, TokenLogprob } from '../endpoint/transport.ts'
import { toPlain } from '../json/convert.ts'
import { tryReadJson } from '../json/exact.ts'
import { Random } from '../random/random.ts'
import type { Sample } from '../sample/sample.ts'
import type { Answer } from '../tool-call/call.ts'
import { printCalls } from '../tool-call/print.ts'
import type { Fields } from './phrases/phrases.ts'
import { line, type Setting, type Step } from './scene.ts'
import { viewOf } from './tool-view.ts'
import type { Truth } from './truth.ts'
import { isObject } from './value.ts'
import { wrongAnswer } from './votes.ts'
import { WORD_LISTS } from './words/word-lists.ts'

export interface PracticePolicy {
  /** Share of greedy answers that are right, from 0 to 1. */
  readonly accuracy: number
  /** The same for single kinds of samples. */
  readonly byKind?: Readonly<Partial<Record<CaseType, number>>>
}

export const USUAL_POLICY: PracticePolicy = { accuracy: 0.7 }

/** How a sample is looked at by code that makes sentences and arguments. */
export function settingOf(sample: Sample, random: Random, style = 'plain'): Setting {
  const { language, date, tools } = sample
  return {
    dice: {
      random,
      language,
      words: WORD_LISTS[language],
      count: random.int(2, 3),
      today: date.slice(0, 10),
    },
    style,
    views: tools.map(viewOf),
    all: tools,
    used: new Set(),
    before: [],
    length: 4,
  }
}

/** Calls with what they are made from; undefined where a tool is not known or the arguments are no object. */
function stepsOf(answer: Answer, { tools }: Sample): Step[] | undefined {
  if (answer.kind === 'text') return []
  const steps = answer.calls.flatMap((call): Step[] => {
    const tool = tools.find(({ name }) => name === call.name)
    const read = tryReadJson(call.arguments)
    const args = read === undefined ? undefined : toPlain(read)
    return tool && isObject(args) ? [{ view: viewOf(tool), args: { ...args } as Fields }] : []
  })
  return steps.length === answer.calls.length ? steps : undefined
}

const spoken = (answer: Answer): string =>
  answer.kind === 'text' ? answer.text : printCalls(answer.calls, 'python')

/** An answer in words where calls are right serves wherever nothing else could be made. */
function wrongText(truth: Truth, random: Random): string {
  const setting = settingOf(truth.sample, random)
  const steps = stepsOf(truth.right, truth.sample)
  const wrong = steps && wrongAnswer(steps, setting)
  if (wrong === undefined) return truth.right.kind === 'calls' ? line(setting, 'doubt') : ''
  return wrong.raw ?? spoken(wrong.answer)
}

/** Half the width of the band of samples on which drawn answers are right now and then. */
const BAND = 0.15

/**
 * How well a sample is known: its distance from the line between right and wrong, and the chance that a drawn answer
 * is right. Over all samples that chance is the accuracy on average.
 */
function skill(truth: Truth, seed: number, { accuracy, byKind }: PracticePolicy) {
  const wanted = byKind?.[truth.sample.kind] ?? accuracy
  const distance = wanted - new Random(seed, 'policy', truth.sample.id).next()
  const band = Math.min(BAND, wanted, 1 - wanted)
  const chance = band === 0 ? (distance > 0 ? 1 : 0) : 0.5 + distance / (2 * band)
  return { distance, chance: Math.min(1, Math.max(0, chance)) }
}

const PIECES = /\p{Script=Han}|[^\p{Script=Han}]{1,4}/gu

/** Mean of −log p a token: near 0 on what is well known, a quarter near the line, more where it is wrong. */
const unsureness = (isRight: boolean, distance: number): number =>
  isRight
    ? 0.01 + 0.24 * Math.exp(-12 * Math.max(0, distance))
    : 0.3 + 0.4 * Math.exp(-6 * Math.max(0, -distance))

function logprobsOf(text: string, mean: number, random: Random): TokenLogprob[] {
  const factor = 0.8 + 0.4 * random.next()
  return (text.match(PIECES) ?? []).map((token) => ({
    token,
    logprob: mean * factor * Math.log(1 - random.next()),
  }))
}

/** Temperatures up to this are greedy in effect. */
const GREEDY = 0.01

export interface PolicyAsked {
  readonly truth: Truth
  /** The same seed knows the same samples in every probe. */
  readonly seed: number
  /** Number of the first answer wanted. */
  readonly first: number
  readonly count: number
  readonly temperature: number
  readonly logprobs: boolean
  readonly thinking: boolean
}

const THOUGHT = {
  en: 'I look for what was asked, then for the tool and the values.',
  zh: '先看清要求，再找合适的工具和参数。',
} as const

function choiceOf(asked: PolicyAsked, n: number, policy: PracticePolicy): ChatChoice {
  const { truth, seed, temperature } = asked
  const { distance, chance } = skill(truth, seed, policy)
  const greedy = temperature <= GREEDY
  const random = new Random(seed, 'answer', truth.sample.id, greedy ? 'greedy' : n)
  const right = greedy ? distance > 0 : random.chance(chance)
  const text = right ? spoken(truth.right) : wrongText(truth, random)
  const thinking = asked.thinking ? THOUGHT[truth.sample.language] : undefined
  const written = thinking === undefined ? text : `${thinking}\n${text}`
  const logprobs = logprobsOf(written, unsureness(right, distance), random)
  return {
    text,
    ...(thinking === undefined ? {} : { thinking }),
    finish: 'stop',
    ...(asked.logprobs ? { logprobs } : {}),
  }
}

/**
 * Answers of the policy, calls raw in their tags. Greedy ones are right for the share of samples that the accuracy
 * says; drawn ones are right now and then near that line. They follow from seed, sample and number alone.
 */
export function policyChoices(asked: PolicyAsked, policy: PracticePolicy): [ChatChoice, ...ChatChoice[]] {
  const others = Array.from({ length: Math.max(0, asked.count - 1) }, (_, i) =>
    choiceOf(asked, asked.first + i + 1, policy),
  )
  return [choiceOf(asked, asked.first, policy), ...others]
}
