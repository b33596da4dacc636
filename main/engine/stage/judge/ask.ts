/** Asks judges about two responses until they decide. */

import { ROLE_SAMPLING } from '#core/endpoint/role-sampling.ts'
import { asChosen } from '#core/endpoint/role-settings.ts'
import { type ChatChoice, TransportError } from '#core/endpoint/transport.ts'
import { judgementSchema, readJudgement, seenAs } from '#core/judge/format.ts'
import { judgeValues, responseOf, responseOfText } from '#core/judge/outline.ts'
import type { VerdictName } from '#core/judge/verdict.ts'
import { type Ballot, seatOf, tally, votesWanted } from '#core/judge/vote.ts'
import type { PromptShelf } from '#core/prompt/library.ts'
import { renderMessages } from '#core/prompt/render.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { ItemContext } from '../../job/kind.ts'
import { type Heard, votesOf } from './record.ts'

/** What is kept of an answer that is no vote, in characters. */
const LONGEST_KEPT = 2000

export interface BallotSettings extends Ballot {
  readonly judges: number
  readonly thinking: boolean
}

/** A label and an answer to be judged. */
export interface Court {
  readonly context: ItemContext<BallotSettings>
  readonly sample: Sample
  /** What the policy wrote, without thinking. */
  readonly text: string
  /** Verdicts that rules have not ruled out. */
  readonly open: ReadonlySet<VerdictName>
  readonly prompts: PromptShelf
}

function hear(court: Court, number: number, swapped: boolean, choice: ChatChoice, judge: string): Heard {
  const read = readJudgement(choice.text, choice.finish, swapped, court.open)
  if ('ok' in read) return { number, vote: { ...read.ok, swapped, judge, by: 'model' } }
  const text = `${read.detail}\n${choice.text}`.slice(0, LONGEST_KEPT).toWellFormed()
  return { number, wrong: { reason: read.wrong, text } }
}

/** One answer of one judge. @throws TransportError: a failed request is no vote */
export async function askJudge(
  court: Court,
  number: number,
  swapped: boolean,
  judge: number,
): Promise<Heard> {
  const { context, sample, text, open } = court
  const [label] = sample.accepted
  const responses = [label === undefined ? '' : responseOf(label), responseOfText(text)] as const
  const shown: [string, string] = swapped ? [responses[1], responses[0]] : [...responses]
  const reply = await context.chat(
    'judge',
    {
      messages: renderMessages(
        court.prompts.get('judge/verdict', sample.language),
        judgeValues(sample, shown),
      ),
      ...asChosen(context.spec.sampling?.judge, {
        sampling: ROLE_SAMPLING.judge,
        thinking: context.settings.thinking,
      }),
      answerSchema: judgementSchema([...open].map((verdict) => seenAs(verdict, swapped))),
      seed: context.random('judge', number).seed(),
      itemKey: `${sample.id}|judge|0|${number}`,
    },
    judge,
  )
  return hear(court, number, swapped, reply.choices[0], reply.model)
}

/** Answers asked for at most, in place of `votes`: some may be no votes. */
const mostAnswers = (votes: number): number => 2 * votes

/** Votes to ask for next within so many votes; 0 when the ballot is closed. */
function wantedNow(heard: readonly Heard[], ballot: Ballot): number {
  const left = mostAnswers(ballot.votes) - heard.length
  return Math.min(Math.max(0, left), votesWanted(votesOf(heard), ballot))
}

/**
 * The ballot to go on with: a sample that failed without a verdict and is tried again gets a whole ballot on top of
 * the votes it has. One that was cut off before it could fail does not, so that it ends as it would have.
 *
 * @param failures times it failed
 */
function ballotFor(heard: readonly Heard[], { votes, quorum }: Ballot, failures: number): Ballot {
  let ballot = { votes, quorum }
  for (let closed = 0; closed < failures && wantedNow(heard, ballot) === 0; closed++)
    ballot = { votes: ballot.votes + votes, quorum }
  return ballot
}

const freeNumbers = (heard: readonly Heard[], count: number): number[] => {
  const used = new Set(heard.map(({ number }) => number))
  const free: number[] = []
  for (let number = 0; free.length < count; number++) if (!used.has(number)) free.push(number)
  return free
}

const countWrong = (wave: readonly Heard[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  const add = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  for (const { vote, wrong } of wave) {
    if (vote !== undefined) add('vote.cast')
    if (wrong !== undefined) add(`wrong.${wrong.reason}`)
  }
  return counts
}

/** Asks for a wave at once and makes what came durable; then throws what the first failed request threw. */
async function wave(court: Court, heard: readonly Heard[], count: number): Promise<Heard[]> {
  const { context } = court
  const flip = context.random('swap').chance(0.5)
  const settled = await Promise.allSettled(
    freeNumbers(heard, count).map((number) => {
      const { judge, swapped } = seatOf(number, context.settings.judges, flip)
      return askJudge(court, number, swapped, judge)
    }),
  )
  const came = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  if (came.length > 0) await context.commit({ heard: came }, countWrong(came))
  const failed = settled.filter((one) => one.status === 'rejected')
  const grave = failed.find(({ reason }) => !(reason instanceof TransportError)) ?? failed[0]
  if (grave !== undefined && tally(votesOf([...heard, ...came]), context.settings.quorum) === undefined)
    throw grave.reason
  return came
}

/**
 * Asks for votes until one verdict has its quorum or none can have it; each wave is durable before the next.
 *
 * @param heard what is durable already
 * @returns all that was heard; whoever asks counts it
 * @throws TransportError when a request failed and the others do not decide
 */
export async function askCourt(court: Court, heard: readonly Heard[]): Promise<readonly Heard[]> {
  const { settings, failures } = court.context
  if (tally(votesOf(heard), settings.quorum) !== undefined) return heard
  const ballot = ballotFor(heard, settings, failures)
  let all = heard
  for (let count = wantedNow(all, ballot); count > 0; count = wantedNow(all, ballot))
    all = [...all, ...(await wave(court, all, count))]
  return all
}
