/** How votes become a verdict. */
import { Failure } from '../failure/failure.ts'
import type { Judged, JudgeVote, VerdictName } from './verdict.ts'

export interface Ballot {
  readonly votes: number
  readonly quorum: number
}

/**
 * Whether so many votes can ever decide: no more are wanted than are asked for, and more than half of them, so that
 * two verdicts cannot both win. (The release asks one judge and wants two votes: it never decides anything.)
 */
export const quorumReachable = ({ votes, quorum }: Ballot): boolean =>
  Number.isInteger(votes) && Number.isInteger(quorum) && quorum >= 1 && quorum <= votes && 2 * quorum > votes

/** Refuses votes that could never decide, before anything is spent. @throws Failure `judge.quorum` */
export function expectReachable({ votes, quorum }: Ballot): void {
  if (quorumReachable({ votes, quorum })) return
  throw new Failure('judge.quorum', { votes, quorum, least: Math.floor(votes / 2) + 1 })
}

const countOf = (votes: readonly Pick<JudgeVote, 'verdict'>[]): Map<VerdictName, number> => {
  const counts = new Map<VerdictName, number>()
  for (const { verdict } of votes) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  return counts
}

/**
 * The verdict that has its quorum and more than half of the votes cast; undefined while none has. (More than half,
 * since a divided sample that is asked about again goes on with the votes it has.)
 */
export function tally(votes: readonly Pick<JudgeVote, 'verdict'>[], quorum: number): VerdictName | undefined {
  for (const [verdict, count] of countOf(votes))
    if (count >= quorum && 2 * count > votes.length) return verdict
  return undefined
}

/**
 * How many votes to ask for at once: as few as could decide. 0 when a verdict has its quorum, or none can reach it
 * any more.
 */
export function votesWanted(
  votes: readonly Pick<JudgeVote, 'verdict'>[],
  { votes: most, quorum }: Ballot,
): number {
  const best = Math.max(0, ...countOf(votes).values())
  const wanted = Math.max(quorum - best, votes.length - 2 * best + 1)
  return wanted > 0 && wanted <= most - votes.length ? wanted : 0
}

/**
 * Which judge casts vote number `n`, and whether it sees the responses swapped. Half of the votes of every judge are
 * swapped, and half of those of a ballot; `flip`, drawn by the sample, decides which half is the larger.
 */
export function seatOf(
  n: number,
  judges: number,
  flip: boolean,
): { readonly judge: number; readonly swapped: boolean } {
  const judge = n % judges
  const swapped = (Math.floor(n / judges) + judge) % 2 === 1
  return { judge, swapped: swapped !== flip }
}

/** The verdict of all votes of a sample: a person's last word, else a rule's, else what the models' votes decide. */
export function verdictOf(votes: readonly JudgeVote[], quorum: number): Judged['verdict'] {
  const decisive = votes.findLast(({ by }) => by === 'human') ?? votes.findLast(({ by }) => by === 'rule')
  return decisive?.verdict ?? tally(votes, quorum) ?? 'unjudged'
}

/** A person's word. It decides, whatever was voted before; the earlier votes stay. */
export function overrule(
  judged: Judged,
  verdict: VerdictName,
  by: {
    readonly name: string
    readonly analysis?: string
    readonly approach?: string
    readonly swapped?: boolean
  },
): Judged {
  const { name, analysis = '', approach = '', swapped = false } = by
  const vote: JudgeVote = { verdict, swapped, judge: name, analysis, approach, by: 'human' }
  return { ...judged, verdict, votes: [...judged.votes, vote] }
}
