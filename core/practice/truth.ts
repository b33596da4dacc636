/** What is really right for a sample. Read by practice roles, tests and the sample's report, never by a stage. */
import type { DialogSetup } from '../dialog/dialog.ts'
import type { VerdictName } from '../judge/verdict.ts'
import type { Sample } from '../sample/sample.ts'
import type { Tool } from '../tool/tool.ts'
import type { Answer } from '../tool-call/call.ts'
import { sameAnswer } from '../tool-call/match.ts'
import { readAnswer } from '../tool-call/read.ts'
import { compareStrictly } from '../tool-call/score-strict.ts'
import type { Script } from './script.ts'
import { scriptDialog } from './script-dialog.ts'

/** The dialog that a sample was cut from, as practice roles play it. */
export interface PracticeDialog {
  /** Of the simulate job. */
  readonly seed: number
  readonly setup: DialogSetup
  /** At least those named in the setup. */
  readonly tools: readonly Tool[]
  readonly wrongVotes: number
  readonly wrongLabels: number
  /** Index of the turn that is the sample's label. */
  readonly turn: number
}

/** A sample with where its truth can be had from. Without a dialog and without `right`, its label counts as right. */
export interface PracticeSample {
  readonly sample: Sample
  /** Where the sample's own parents name a dialog of a simulate job that practice roles played. */
  readonly dialog?: PracticeDialog
  /** The right answer of a sample that was planted otherwise, such as a calibration case. */
  readonly right?: Answer
}

export interface Truth {
  readonly sample: Sample
  readonly right: Answer
  /** No accepted answer of the sample is right. */
  readonly labelWrong: boolean
}

const toolsOf = ({ tools }: Sample): ReadonlyMap<string, Tool> =>
  new Map(tools.map((tool) => [tool.name, tool]))

/** The whole dialog again; it follows from what is known of it. */
export const playedDialog = ({ seed, setup, tools, wrongVotes, wrongLabels }: PracticeDialog): Script =>
  scriptDialog(seed, setup, tools, wrongVotes, wrongLabels)

/** @param play gives the script of the sample's dialog, for callers that keep scripts at hand */
export function truthOf(
  { sample, dialog, right: planted }: PracticeSample,
  play: (dialog: PracticeDialog) => Script = playedDialog,
): Truth {
  const [label] = sample.accepted
  const turn = planted === undefined && dialog ? play(dialog).turns[dialog.turn] : undefined
  // A dialog that took another way than its script has another role's turn there.
  const said = turn?.from === 'assistant' ? turn.answer : undefined
  const right = planted ?? said ?? label ?? { kind: 'text', text: '' }
  const tools = toolsOf(sample)
  return { sample, right, labelWrong: !sample.accepted.some((answer) => sameAnswer(answer, right, tools)) }
}

/** Whether an answer is right, by the strict match and the sample's own rules. */
export function isRight(answer: Answer, { sample, right }: Truth): boolean {
  const { kind, missing } = sample
  const rules = { tools: toolsOf(sample), kind, ...(missing === undefined ? {} : { missing }) }
  const why = compareStrictly(right, { ok: answer }, rules)
  return why === 'same' || why === 'text.right'
}

/** The same for what was written down; what cannot be read is not right. */
export function isRightText(text: string, truth: Truth): boolean {
  const { ok } = readAnswer(text)
  return ok !== undefined && isRight(ok, truth)
}

/** The verdict that a faultless judge would give on the sample's label and a prediction. */
export function trueVerdict(truth: Truth, prediction: string): VerdictName {
  const predictionRight = isRightText(prediction, truth)
  if (truth.labelWrong) return predictionRight ? 'labelWrong' : 'bothWrong'
  return predictionRight ? 'bothRight' : 'predictionWrong'
}
