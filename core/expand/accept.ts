/** What a candidate has to pass, in order; each rule is a function of its own and the first that fails is counted. */
import { caseOfTurn } from '../dialog/came-out.ts'
import type { Turn } from '../dialog/dialog.ts'
import { isErrorResult } from '../dialog/error-result.ts'
import { brokenCall, inventedValue, toolMap } from '../ground/call-rules.ts'
import type { Message, Sample } from '../sample/sample.ts'
import { type Hash, sampleId } from '../sample/sample-id.ts'
import type { Child } from './child.ts'
import { containment, type NearIndex, sampleShingles } from './near-index.ts'
import type { ExpandRefusal } from './refusal.ts'

export interface Refusal {
  readonly refused: ExpandRefusal
  readonly detail: string
}

const nearText = ({ messages, answer }: Child): Pick<Sample, 'messages' | 'accepted'> => ({
  messages,
  accepted: [answer],
})

const isErrorAnswer = (message: Message | undefined): boolean =>
  message?.role === 'tool' && message.results.some(({ content }) => isErrorResult(content))

/** Calls of the history obey their schemas too, unless the tool itself answered them with an error. */
export function breaksSchema(
  { tools }: Pick<Sample, 'tools'>,
  { messages, answer }: Child,
): Refusal | undefined {
  const map = toolMap(tools)
  const called = messages.flatMap((message, i) =>
    message.role === 'assistant' && message.answer.kind === 'calls' && !isErrorAnswer(messages[i + 1])
      ? message.answer.calls
      : [],
  )
  const broken = brokenCall([...answer.calls, ...called], map)
  return broken && { refused: broken.why, detail: broken.detail }
}

export function inventsValue(
  seed: Sample,
  { messages, answer }: Child,
  strict: boolean,
): Refusal | undefined {
  const detail = inventedValue({ date: seed.date, messages }, answer.calls, toolMap(seed.tools), !strict)
  return detail === undefined ? undefined : { refused: 'ungrounded', detail }
}

const like = (similarity: number, id: string): string => `${Math.floor(similarity * 100)} % like ${id}`

/** What a candidate must not be a copy of. */
export interface Neighbours {
  readonly threshold: number
  readonly siblings: readonly Child[]
  readonly heldOut: NearIndex
  readonly dataset: NearIndex
}

/** Seed and siblings must not stand inside the candidate either, with more talk around them. */
export function copies(seed: Sample, child: Child, near: Neighbours): Refusal | undefined {
  const shingles = sampleShingles(nearText(child))
  const ofSeed = containment(shingles, sampleShingles(seed))
  if (ofSeed >= near.threshold) return { refused: 'nearSeed', detail: like(ofSeed, seed.id) }
  for (const [i, sibling] of near.siblings.entries()) {
    const similarity = containment(shingles, sampleShingles(nearText(sibling)))
    if (similarity >= near.threshold)
      return { refused: 'nearSibling', detail: like(similarity, `child ${i}`) }
  }
  const held = near.heldOut.findShingles(shingles)
  if (held) return { refused: 'nearHeldOut', detail: like(held.similarity, held.id) }
  const other = near.dataset.findShingles(shingles)
  return other && { refused: 'nearDataset', detail: like(other.similarity, other.id) }
}

const HAN = /\p{Script=Han}/gu
const LETTER = /\p{L}/gu
const countOf = (text: string, sign: RegExp): number => text.match(sign)?.length ?? 0

/**
 * What the people of the dialog say is in the seed's language, as far as writing shows it: some Chinese in a Chinese
 * dialog, not mostly Chinese in an English one (names may be). Later stages choose their prompts by that language.
 */
export function foreign({ language }: Pick<Sample, 'language'>, { messages }: Child): Refusal | undefined {
  const said = messages.map((message) => (message.role === 'user' ? message.text : '')).join('\n')
  const [han, letters] = [countOf(said, HAN), countOf(said, LETTER)]
  const fits = language === 'zh' ? han > 0 || letters === 0 : 2 * han <= letters
  return fits ? undefined : { refused: 'language', detail: `${han} of ${letters} letters are Chinese` }
}

/** All rules that ask no model. Undefined: the candidate passes. */
export const refuse = (
  seed: Sample,
  child: Child,
  near: Neighbours,
  strictGrounding: boolean,
): Refusal | undefined =>
  breaksSchema(seed, child) ??
  foreign(seed, child) ??
  inventsValue(seed, child, strictGrounding) ??
  copies(seed, child, near)

const turnOf = (message: Message): Turn => {
  if (message.role === 'user') return { from: 'user', text: message.text }
  if (message.role === 'tool') return { from: 'tool', results: message.results }
  return { from: 'assistant', answer: message.answer, votes: [], agreed: true, marks: [] }
}

/** A child as a sample: the seed's tools and date, its own dialog and answer. The same child has the same id. */
export function sampleOfChild(seed: Sample, { messages, answer }: Child, hash: Hash): Sample {
  const turns = [...messages, { role: 'assistant', answer } as const].map(turnOf)
  const content = {
    toolSetHash: seed.toolSetHash,
    tools: seed.tools,
    date: seed.date,
    language: seed.language,
    messages,
    accepted: [answer],
    kind: caseOfTurn({ plan: undefined, turns }, turns.length - 1),
  }
  return {
    id: sampleId(content, `expand ${seed.id}`, hash),
    ...content,
    parents: [{ from: 'sample', sample: seed.id }],
  }
}
