import type { Board } from '#core/contract/round-views.ts'
import { quorumReachable } from '#core/judge/vote.ts'
import type { Flow } from '#core/round/flow.ts'
import { type MixPlan, type PoolCounts, planMix } from '#core/round/mix.ts'
import { missingStage, type RoundStage } from '#core/round/round-plan.ts'
import type { Player } from '#core/round/round-settings.ts'
import { playerProblem } from '../../parts/player-fields.tsx'
import type { RoundDraft } from '../../store/round-draft.ts'

/** What is known of the round before: its flow, and how many variations were taken. */
export interface Before {
  readonly flow: Flow | undefined
  readonly taken: number
}

/** What the next round could take, as far as the round before tells. */
export const availableFor = (board: Board, { flow, taken }: Before): PoolCounts => ({
  fresh: board.next.freshSamples,
  errorSeed: flow?.fates.errorSeed ?? 0,
  expansion: taken,
  highPerplexity: flow?.fates.highPerplexity ?? 0,
})

/** The size wanted: as typed, else as large as the round before, else all there is. */
const sizeOf = (board: Board, draft: RoundDraft): number =>
  draft.compose.size ??
  board.columns.findLast(({ samples }) => samples !== undefined)?.samples ??
  board.next.freshSamples

/** How the places would be shared out now. What is held out in round 1 is taken off first. */
export function mixOf(board: Board, before: Before, draft: RoundDraft): MixPlan {
  const { round } = board.next
  const there = availableFor(board, before)
  const heldOut = round === 1 ? Math.round(there.fresh * draft.compose.heldOutShare) : 0
  const available = { ...there, fresh: there.fresh - heldOut }
  const size = draft.compose.size ?? (round === 1 ? available.fresh : sizeOf(board, draft))
  return planMix({ round, size, available, wanted: draft.compose.wanted })
}

/** Requests that a round would send at most, stage by stage; the judge's and the expander's depend on what fails. */
export interface RoundEstimate {
  readonly probe: number
  readonly judge: number
  readonly expand: number
}

export function estimateOf(samples: number, draft: RoundDraft): RoundEstimate {
  const has = (stage: RoundDraft['stages'][number]): boolean => draft.stages.includes(stage)
  const { probe, judge, expand } = draft
  return {
    probe: has('probe') ? samples * probe.samples : 0,
    judge: has('judge') ? samples * judge.votes : 0,
    expand: has('expand') ? samples * expand.children * expand.tries : 0,
  }
}

export type RoundProblem =
  | 'stages'
  | 'needsSimulate'
  | 'needsCompose'
  | 'needsProbe'
  | 'needsJudge'
  | 'quorum'
  | 'url'
  | 'model'
  | 'nothing'
  | 'dialogs'
  | 'trainHost'
  | 'trainPolicy'

const players = ({ roles }: RoundDraft): Player[] => [
  roles.policy,
  ...roles.judges,
  roles.expander,
  roles.checker,
]

const NEEDED = {
  simulate: 'needsSimulate',
  compose: 'needsCompose',
  probe: 'needsProbe',
  judge: 'needsJudge',
} as const

/** Stages read what the stage before wrote. */
function stageProblem({ stages }: RoundDraft, there: readonly RoundStage[]): RoundProblem | undefined {
  if (stages.length === 0) return 'stages'
  const needs = missingStage(stages, there)?.needs
  return needs === undefined
    ? undefined
    : (Object.entries(NEEDED).find(([stage]) => stage === needs)?.[1] ?? 'stages')
}

/** A host needs to be told what to train with, and whoever is trained must be who is asked. */
function trainProblem({ stages, trainOn, roles: { policy } }: RoundDraft): RoundProblem | undefined {
  if (!stages.includes('train')) return undefined
  if (trainOn === undefined) return policy.kind === 'small' ? undefined : 'trainPolicy'
  if (trainOn.python.trim() === '' || trainOn.model.trim() === '') return 'trainHost'
  const fits = policy.kind === 'small' ? trainOn.layout === 'small' : policy.kind === 'endpoint'
  return fits ? undefined : 'trainPolicy'
}

/**
 * What keeps the round from being started, or undefined.
 *
 * @param there stages that the round has had already
 */
export function roundProblem(
  draft: RoundDraft,
  there: readonly RoundStage[],
  mix: MixPlan,
  dialogs: number,
): RoundProblem | undefined {
  const simulates = draft.stages.includes('simulate')
  const stage = stageProblem(draft, there)
  if (stage) return stage
  if (draft.stages.includes('judge') && !quorumReachable(draft.judge)) return 'quorum'
  const player = players(draft)
    .map(playerProblem)
    .find((problem) => problem !== undefined)
  if (player) return player
  const training = trainProblem(draft)
  if (training) return training
  if (simulates) return dialogs >= 1 ? undefined : 'dialogs'
  const taken = Object.values(mix.take).reduce((sum, count) => sum + count, 0)
  return draft.stages.includes('compose') && taken === 0 ? 'nothing' : undefined
}
