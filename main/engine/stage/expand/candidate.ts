/** One candidate: asked for, read, held against the rules and the checker. */
import { ROLE_SAMPLING } from '#core/endpoint/role-sampling.ts'
import { asChosen } from '#core/endpoint/role-settings.ts'
import type { ChatChoice, ChatReply, ChatRequest } from '#core/endpoint/transport.ts'
import { type Neighbours, type Refusal, refuse, sampleOfChild } from '#core/expand/accept.ts'
import { type CheckVote, countChecks } from '#core/expand/check.ts'
import { type Child, type ChildRead, printChild, readChild } from '#core/expand/child.ts'
import { type Focus, focusOf } from '#core/expand/focus.ts'
import { childValues } from '#core/expand/prompt-values.ts'
import type { ExpandSettings } from '#core/expand/settings.ts'
import { type ExpandStep, type StoredSeed, storedChild, type UncheckedStep } from '#core/expand/step.ts'
import { fromPlain } from '#core/json/convert.ts'
import { printJson } from '#core/json/print.ts'
import type { PromptShelf } from '#core/prompt/library.ts'
import { renderMessages, sectionsOf } from '#core/prompt/render.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { ItemContext } from '../../job/kind.ts'
import { askCheck } from './check.ts'

/** What is kept of a refused candidate, in characters. */
const LONGEST_KEPT = 2000

/** What all candidates of a seed share. */
export interface Growth {
  readonly context: ItemContext<ExpandSettings>
  readonly prompts: PromptShelf
  readonly seed: StoredSeed
  /** The sample that was failed, with the right answer as its label. */
  readonly sample: Sample
  readonly near: Neighbours
  sha256(text: string): string
}

const object = (properties: Record<string, unknown>): unknown => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})
const list = (items: unknown): unknown => ({ type: 'array', minItems: 1, items })

function answerSchema(sample: Sample): NonNullable<ChatRequest['answerSchema']> {
  const name = { type: 'string', enum: sample.tools.map((tool) => tool.name) }
  const calls = list(object({ name, arguments: { type: 'object' } }))
  const text = { type: 'string' }
  const message = {
    anyOf: [
      object({ role: { const: 'user' }, text }),
      object({ role: { const: 'assistant' }, text }),
      object({ role: { const: 'assistant' }, calls }),
      object({ role: { const: 'tool' }, results: list(object({ name, result: {} })) }),
    ],
  }
  const schema = object({ messages: list(message), answer: object({ calls }) })
  return { name: 'case', schema: printJson(fromPlain(schema)) }
}

function request(growth: Growth, focus: Focus, child: number, attempt: number): Omit<ChatRequest, 'model'> {
  const { context, prompts, seed, sample } = growth
  const ways = sectionsOf(prompts.get('expander/foci', sample.language)).get(focus) ?? []
  return {
    messages: renderMessages(
      prompts.get('expander/child', sample.language),
      childValues(
        sample,
        seed,
        ways.length === 0 ? focus : context.random('focus', child, attempt).pick(ways),
      ),
    ),
    ...asChosen(context.spec.sampling?.expander, {
      sampling: ROLE_SAMPLING.expander,
      thinking: context.settings.thinking,
    }),
    answerSchema: answerSchema(sample),
    seed: context.random('expander', child, attempt).seed(),
    itemKey: `${seed.sample}|expander|${child}|${attempt}`,
  }
}

/** An answer that was cut off has no end to be read. */
const readChoice = ({ text, finish }: ChatChoice): ChildRead => {
  const read = readChild(text)
  return finish === 'length' && read.refused === 'notJson' ? { refused: 'cutOff', detail: read.detail } : read
}

/** Undefined: the checker agrees with the label. */
async function refusedByChecker(growth: Growth, child: Child, place: number): Promise<Refusal | undefined> {
  const { context, prompts, sample, sha256 } = growth
  const { check, thinking } = context.settings
  if (check === null) return undefined
  const made = sampleOfChild(sample, child, sha256)
  const votes: CheckVote[] = []
  for (;;) {
    const outcome = countChecks(votes, check)
    if (outcome === 'correct') return undefined
    if (outcome === 'undecided') return { refused: 'unchecked', detail: 'the votes do not agree' }
    if (outcome === 'incorrect')
      return { refused: 'checker', detail: votes.findLast((vote) => vote.verdict === outcome)?.reason ?? '' }
    const vote = await askCheck(context, prompts, made, { label: place, vote: votes.length, thinking })
    if ('wrong' in vote) return { refused: 'unchecked', detail: `${vote.wrong}: ${vote.detail}` }
    votes.push(vote)
  }
}

const kept = (text: string): string => text.slice(0, LONGEST_KEPT).toWellFormed()

/**
 * Asks for the next candidate and holds it against the rules: refused, taken, or to be checked.
 *
 * @throws TransportError; a failed request is no refusal
 */
export async function askCandidate(
  growth: Growth,
  { child, attempt }: { readonly child: number; readonly attempt: number },
): Promise<ExpandStep> {
  const { context, sample, near } = growth
  const { foci, strictGrounding, check } = context.settings
  const focus = focusOf(foci, context.random('foci').int(0, foci.length - 1), child)
  const reply: ChatReply = await context.chat('expander', request(growth, focus, child, attempt))
  const place = { child, attempt, focus, model: reply.model }
  const [choice] = reply.choices
  const read = readChoice(choice)
  if (read.ok === undefined)
    return { ...place, refused: read.refused, detail: read.detail, text: kept(choice.text) }
  const refusal = refuse(sample, read.ok, near, strictGrounding)
  if (refusal) return { ...place, ...refusal, text: kept(choice.text) }
  const printed = printChild(read.ok)
  return check === null ? { ...place, taken: printed } : { ...place, unchecked: printed }
}

/**
 * Asks the checker about a candidate that passed the rules, and says whether it is taken.
 *
 * @throws TransportError; a failed request is no refusal
 */
export async function checkCandidate(
  growth: Growth,
  { unchecked, ...place }: UncheckedStep,
): Promise<ExpandStep> {
  const at = place.child * growth.context.settings.tries + place.attempt
  const refusal = await refusedByChecker(growth, storedChild(unchecked), at)
  return refusal ? { ...place, ...refusal, text: kept(unchecked) } : { ...place, taken: unchecked }
}
