/** A row of rows.jsonl, as the host kit's trainer reads it (resources/host/looptool_kit/rows.py). */
import type { ChatMessage } from '../endpoint/transport.ts'
import { compactAnswer, compactMessages } from '../nano/compact-prompt.ts'
import { SMALL_ENDPOINT } from './policy-prompt.ts'
import { renderRelease } from './render-release.ts'
import type { Sample } from './sample.ts'
import { acceptedJson, toolsJson } from './verl-row.ts'

export interface TrlRow {
  readonly part: 'train' | 'heldOut'
  readonly sample_id: string
  readonly kind: string
  /** The tools stand in the system message, as everywhere a policy is asked. */
  readonly prompt: readonly { readonly role: string; readonly content: string }[]
  /** The answer in the layout that the policy is asked for; a warm start teaches it. */
  readonly ground_truth: string
  /** JSON texts, as the reward reads them. */
  readonly accepted: string
  readonly tools: string
  /** Share of the start's right answers, where a probe knows. */
  readonly rate?: number
}

export interface TrlPlace {
  readonly part: TrlRow['part']
  /** Of the policy: `small` for the small one's architecture, absent for all others. */
  readonly endpoint?: string
  /** The policy's prompt, which opens the release's layout. */
  readonly preamble: string
  readonly rate?: number
}

const rendered = (sample: Sample, { endpoint, preamble }: TrlPlace): [readonly ChatMessage[], string] => {
  if (endpoint === SMALL_ENDPOINT) {
    const [first] = sample.accepted
    return [compactMessages(sample), first ? compactAnswer(first) : '']
  }
  const { instruction, input, output } = renderRelease(sample, preamble)
  return [
    [
      { role: 'system', content: instruction },
      { role: 'user', content: input },
    ],
    output,
  ]
}

/** The row of one sample: the same messages that a probe of that policy sends. */
export function trlRow(sample: Sample, place: TrlPlace): TrlRow {
  const [messages, label] = rendered(sample, place)
  return {
    part: place.part,
    sample_id: sample.id,
    kind: sample.kind,
    prompt: messages.map(({ role, content }) => ({ role, content })),
    ground_truth: label,
    accepted: acceptedJson(sample),
    tools: toolsJson(sample.tools),
    ...(place.rate === undefined ? {} : { rate: place.rate }),
  }
}
