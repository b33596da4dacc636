/** Asks the checker whether a label is right. */

import { ROLE_SAMPLING } from '#core/endpoint/role-sampling.ts'
import { asChosen } from '#core/endpoint/role-settings.ts'
import type { ChatRequest } from '#core/endpoint/transport.ts'
import { type CheckVote, readCheck } from '#core/expand/check.ts'
import { labelValues } from '#core/expand/prompt-values.ts'
import { fromPlain } from '#core/json/convert.ts'
import { printJson } from '#core/json/print.ts'
import type { PromptShelf } from '#core/prompt/library.ts'
import { renderMessages } from '#core/prompt/render.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { ItemContext } from '../../job/kind.ts'

/** LoopTool's own settings of the judge that filters samples. */
/** Answers that cannot be read before a vote is given up. */
const TRIES = 3

const ANSWER: NonNullable<ChatRequest['answerSchema']> = {
  name: 'check',
  schema: printJson(
    fromPlain({
      type: 'object',
      properties: { reason: { type: 'string' }, verdict: { type: 'string', enum: ['correct', 'incorrect'] } },
      required: ['reason', 'verdict'],
      additionalProperties: false,
    }),
  ),
}

/** A vote that could not be had: no vote at all. */
export interface NoVote {
  readonly wrong: string
  readonly detail: string
}

export interface CheckPlace {
  /** Tells the labels of one item apart: the child's number, 0 for a sample. */
  readonly label: number
  readonly vote: number
  readonly thinking: boolean
}

/** One vote on the sample's first accepted answer. @throws TransportError; a failed request is no vote */
export async function askCheck(
  context: Pick<ItemContext<unknown>, 'key' | 'chat' | 'random' | 'spec'>,
  prompts: PromptShelf,
  sample: Pick<Sample, 'tools' | 'date' | 'language' | 'messages' | 'accepted'>,
  { label, vote, thinking }: CheckPlace,
): Promise<CheckVote | NoVote> {
  if (sample.accepted.length === 0) return { wrong: 'empty', detail: 'there is no label' }
  const messages = renderMessages(prompts.get('checker/label', sample.language), labelValues(sample))
  let problem: NoVote = { wrong: 'empty', detail: '' }
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const place = vote * TRIES + attempt
    const reply = await context.chat('checker', {
      messages,
      ...asChosen(context.spec.sampling?.checker, { sampling: ROLE_SAMPLING.checker, thinking }),
      answerSchema: ANSWER,
      seed: context.random('checker', label, place).seed(),
      itemKey: `${context.key}|checker|${label}|${place}`,
    })
    const [choice] = reply.choices
    const read = readCheck(choice.text, choice.finish)
    if (read.ok) return { ...read.ok, model: reply.model }
    problem = { wrong: read.wrong, detail: read.detail }
  }
  return problem
}
