import { printString } from '../json/print.ts'
import type { Tool } from '../tool/tool.ts'
import type { Answer } from '../tool-call/call.ts'
import { callJson, type Rendering, toolLine } from './render-release.ts'
import type { Sample } from './sample.ts'

/** A row of train.parquet and test.parquet, as verl reads it. `tools` and `accepted` are JSON texts. */
export interface VerlRow {
  readonly data_source: 'looptool'
  readonly prompt: readonly [{ role: 'system'; content: string }, { role: 'user'; content: string }]
  readonly ability: 'tool_call'
  readonly reward_model: { readonly style: 'rule'; readonly ground_truth: string }
  readonly extra_info: VerlExtra
}

export interface VerlExtra {
  readonly split: 'train' | 'test'
  /** Place in its file, from 0. */
  readonly index: number
  readonly instruction: string
  readonly input: string
  readonly output: string
  readonly sample_id: string
  readonly round: number
  readonly kind: string
  readonly tools: string
  readonly accepted: string
}

const quoted = (text: string): string => printString(text, 'python')

function answerJson(answer: Answer, missing: Sample['missing']): string {
  if (answer.kind === 'calls') return `{"calls": [${answer.calls.map(callJson).join(', ')}]}`
  const names = (missing ?? []).map(
    ({ name, wordings }) => `{"name": ${quoted(name)}, "wordings": [${wordings.map(quoted).join(', ')}]}`,
  )
  return `{"text": ${quoted(answer.text)}${names.length === 0 ? '' : `, "missing": [${names.join(', ')}]`}}`
}

/** The tools as a JSON list, for a reward that checks defaults and schemas. */
export const toolsJson = (tools: readonly Tool[]): string => `[${tools.map(toolLine).join(', ')}]`

/** Every accepted answer as JSON: `{"calls": […]}`, or `{"text": …}` with what it has to ask for. */
export const acceptedJson = (sample: Pick<Sample, 'accepted' | 'missing'>): string =>
  `[${sample.accepted.map((answer) => answerJson(answer, sample.missing)).join(', ')}]`

export interface VerlPlace {
  readonly split: 'train' | 'test'
  readonly index: number
  readonly round: number
}

/** What a row says of its sample beside the texts; `tools` and `accepted` from toolsJson and acceptedJson. */
export interface VerlSample {
  readonly id: string
  readonly kind: string
  readonly tools: string
  readonly accepted: string
}

/** The row of one sample; `text` is its release rendering. */
export function verlRow(sample: VerlSample, text: Rendering, place: VerlPlace): VerlRow {
  return {
    data_source: 'looptool',
    prompt: [
      { role: 'system', content: text.instruction },
      { role: 'user', content: text.input },
    ],
    ability: 'tool_call',
    reward_model: { style: 'rule', ground_truth: text.output },
    extra_info: {
      split: place.split,
      index: place.index,
      ...text,
      sample_id: sample.id,
      round: place.round,
      kind: sample.kind,
      tools: sample.tools,
      accepted: sample.accepted,
    },
  }
}
