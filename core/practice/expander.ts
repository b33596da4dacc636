/** An expander without a model: new dialogs for the sample's tools, from the same scenes as whole dialogs. */
import type { CaseType } from '../dialog/case-type.ts'
import { STYLES } from '../dialog/style.ts'
import { printCase } from '../expand/child.ts'
import { checkJsonText } from '../json/print.ts'
import { Random } from '../random/random.ts'
import type { Message, Sample } from '../sample/sample.ts'
import type { Answer } from '../tool-call/call.ts'
import { settingOf } from './policy.ts'
import type { SceneTurn } from './scene.ts'
import { makeScene } from './script-dialog.ts'
import { callOf, openNames, type ToolView } from './tool-view.ts'

/** What may be wrong with a reply, on purpose. */
export const EXPANDER_FAULTS = ['notJson', 'empty', 'seedAgain', 'unknownTool', 'ungrounded'] as const
export type ExpanderFault = (typeof EXPANDER_FAULTS)[number]

export interface PracticeExpander {
  /** Share of replies with a planted fault, from 0 to 1. */
  readonly faults: number
}

export const USUAL_EXPANDER: PracticeExpander = { faults: 0.1 }

/** Types whose scene holds calls that can be a label. */
const TYPES = [
  'single',
  'parallel',
  'sequential',
  'multiTurn',
  'missingParameter',
  'toolError',
] as const satisfies readonly CaseType[]

const answerOf = (turn: Extract<SceneTurn, { from: 'assistant' }>): Answer =>
  'text' in turn
    ? { kind: 'text', text: turn.text }
    : { kind: 'calls', calls: turn.steps.map(({ view, args }) => callOf(view, args)) }

function messageOf(turn: SceneTurn): Message {
  if (turn.from === 'user') return { role: 'user', text: turn.text }
  return turn.from === 'tool'
    ? { role: 'tool', results: turn.results }
    : { role: 'assistant', answer: answerOf(turn) }
}

interface Case {
  readonly messages: readonly Message[]
  readonly answer: Answer
  /** Tools of the answer's calls. */
  readonly views: readonly ToolView[]
}

const TRIES = 4

/** A scene up to its last calls; undefined where the tools allow none. */
function makeCase(sample: Sample, random: Random): Case | undefined {
  const kin = TYPES.find((type) => type === sample.kind)
  for (let tries = 0; tries < TRIES; tries++) {
    const type = kin !== undefined && random.chance(0.6) ? kin : random.pick(TYPES)
    const { turns } = makeScene(type, settingOf(sample, random, random.pick(STYLES)))
    const at = turns.findLastIndex((turn) => 'steps' in turn)
    const turn = turns[at]
    if (turn === undefined || !('steps' in turn)) continue
    const views = turn.steps.map(({ view }) => view)
    return { messages: turns.slice(0, at).map(messageOf), answer: answerOf(turn), views }
  }
  return undefined
}

/** A value that nobody said, in place of one that somebody did. */
function ungrounded({ answer, views }: Case, random: Random): Answer {
  if (answer.kind === 'text') return answer
  const calls = answer.calls.map((call, i) => {
    const view = views[i]
    const args = JSON.parse(call.arguments) as Record<string, unknown>
    const name = view && openNames(view).find((key) => typeof args[key] === 'string')
    if (name === undefined) return call
    return {
      ...call,
      arguments: checkJsonText(JSON.stringify({ ...args, [name]: `Quillhaven-${random.int(100, 999)}` })),
    }
  })
  return { kind: 'calls', calls }
}

const unknownTool = (answer: Answer): Answer =>
  answer.kind === 'text'
    ? answer
    : { kind: 'calls', calls: answer.calls.map((call) => ({ ...call, name: `${call.name}_plus` })) }

function faulty(fault: ExpanderFault, sample: Sample, made: Case, random: Random): string {
  const { messages, answer } = made
  switch (fault) {
    case 'notJson':
      return printCase(messages, answer).slice(0, -9)
    case 'empty':
      return '{"messages":[],"answer":{"calls":[]}}'
    case 'seedAgain':
      return printCase(sample.messages, sample.accepted[0] ?? answer)
    case 'unknownTool':
      return printCase(messages, unknownTool(answer))
    case 'ungrounded':
      return printCase(messages, ungrounded(made, random))
  }
}

export interface ExpanderAsked {
  readonly sample: Sample
  readonly seed: number
  readonly child: number
  readonly attempt: number
}

/** The fault planted in a reply, if any. Read by tests and by the sample's report. */
export function plantedFault(asked: ExpanderAsked, { faults }: PracticeExpander): ExpanderFault | undefined {
  const random = new Random(asked.seed, 'fault', asked.sample.id, asked.child, asked.attempt)
  return random.chance(faults) ? random.pick(EXPANDER_FAULTS) : undefined
}

/** A new case in the expander's form; the seed again where the tools allow no other. Follows from the arguments. */
export function expanderReply(asked: ExpanderAsked, expander: PracticeExpander): string {
  const { sample, seed, child, attempt } = asked
  const random = new Random(seed, 'expander', sample.id, child, attempt)
  const made = makeCase(sample, random)
  if (made === undefined) return printCase(sample.messages, sample.accepted[0] ?? { kind: 'text', text: '' })
  const fault = plantedFault(asked, expander)
  return fault === undefined ? printCase(made.messages, made.answer) : faulty(fault, sample, made, random)
}
