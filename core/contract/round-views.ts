/** Shapes of the loop's screens: board, flow, probe, expansions, court, ledger, calibration. Plain data only. */
import type { CaseType, DialogLanguage } from '../dialog/case-type.ts'
import type { Focus } from '../expand/focus.ts'
import type { ExpandRefusal } from '../expand/refusal.ts'
import type { JobStateName } from '../job/job.ts'
import type { JobView } from '../job/view.ts'
import type { Accuracy } from '../judge/accuracy.ts'
import type { LabelChange } from '../judge/after.ts'
import type { CalibrationReport } from '../judge/calibration-report.ts'
import type { CallDifference } from '../judge/difference.ts'
import type { Overrule } from '../judge/overrule.ts'
import type { JudgeVote, VerdictName } from '../judge/verdict.ts'
import type { Rate } from '../judge/wilson.ts'
import type { Prediction, Standing } from '../probe/prediction.ts'
import type { BoardCell } from '../round/board.ts'
import type { Fate, FlowStanding, FlowVerdict } from '../round/flow.ts'
import type { Ledger } from '../round/ledger.ts'
import type { Pool } from '../round/mix.ts'
import type { RoundStage } from '../round/round-plan.ts'
import type { Sample } from '../sample/sample.ts'
import type { Answer } from '../tool-call/call.ts'
import type { Facets, Page } from './views.ts'

export type { CallDifference } from '../judge/difference.ts'
export type { Overrule } from '../judge/overrule.ts'

/** One column of the board. */
export interface RoundColumn {
  readonly round: number
  /** The parent job that ran it; absent for a round made stage by stage from the command line. */
  readonly job?: string
  readonly state: JobStateName | 'idle'
  /** The round's set, once composed. */
  readonly dataset?: string
  readonly samples?: number
  /** The policy on the held-out set after this round; absent where it was not measured. */
  readonly heldOut?: Rate
  /** Judge and policy are scripted practice roles. */
  readonly scripted: boolean
}

export interface Board {
  readonly columns: readonly RoundColumn[]
  readonly cells: readonly BoardCell[]
  /** What the next round would read; undefined fields: not there yet. */
  readonly next: {
    readonly round: number
    /** Datasets of prepared samples that nobody has trained on. */
    readonly fresh: readonly string[]
    readonly freshSamples: number
    /** Stages that this program can run. */
    readonly stages: readonly RoundStage[]
    /** Why no round can be started now: a failure's code. */
    readonly blocked?: string
  }
}

/** What *redo from here* would do again. */
export interface RedoPlan {
  readonly round: number
  readonly stage: RoundStage
  /** Stages that are computed again, in order, with what they cost the last time. */
  readonly again: readonly {
    readonly round: number
    readonly stage: RoundStage
    readonly items: number
    readonly tokens: number
    readonly ms: number
  }[]
  /** Addresses that would be asked. */
  readonly urls: readonly string[]
  /** Later rounds built on what changes; their records stay, marked as replaced. */
  readonly replaced: readonly number[]
}

/** A sample of a round as the flow's list shows it. */
export interface FlowRow {
  readonly id: string
  readonly kind: CaseType
  readonly language: DialogLanguage
  readonly pool?: Pool
  readonly standing: FlowStanding
  readonly verdict: FlowVerdict
  readonly fate: Fate
  readonly passRate?: number
  readonly perplexity?: number
  /** Last user message, cut. */
  readonly prompt: string
}

/** Perplexities of a probe's matching samples, for the histogram. */
export interface ProbeView {
  readonly job: string
  readonly dataset: string
  readonly samples: number
  readonly match: string
  /** Share of the matching ones that count as borderline. */
  readonly share: number
  /** The perplexity that follows from the share; absent where none lies above. */
  readonly threshold?: number
  readonly counts: Readonly<Record<Standing, number>>
  /** Equal steps of ln(perplexity); `from`, `to` are perplexities. Only matching samples are in it. */
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[]
  /** How many samples reached which pass rate, by tenths; a single peak at 0 and 1 for greedy probes. */
  readonly passRates: readonly number[]
  /** Why answers did not match, by code. */
  readonly why: Readonly<Record<string, number>>
  readonly byKind: Readonly<Partial<Record<CaseType, Readonly<Record<Standing, number>>>>>
  /** Matching samples whose answers came without log-probabilities. */
  readonly withoutPerplexity: number
}

/** From judged failures to samples, each step counted. */
export interface Funnel {
  readonly job: string
  readonly judged: number
  readonly seeds: number
  readonly wanted: number
  readonly candidates: number
  readonly taken: number
  readonly refused: Readonly<Partial<Record<ExpandRefusal, number>>>
  readonly byFocus: Readonly<Partial<Record<Focus, number>>>
  /** Children that no try brought. */
  readonly missing: number
}

export interface SeedRow {
  readonly sample: string
  readonly prompt: string
  readonly taken: number
  readonly candidates: number
  readonly state: 'waiting' | 'done' | 'dropped' | 'failed'
}

export interface Candidate {
  readonly child: number
  readonly attempt: number
  readonly focus: Focus
  readonly model: string
  /** The sample it became. */
  readonly taken?: Sample
  /** Why it was refused, and what was written. */
  readonly refused?: { readonly code: ExpandRefusal; readonly detail: string; readonly text: string }
}

export interface SeedView {
  readonly sample: Sample
  readonly wrong: string
  readonly analysis: string
  readonly approach: string
  readonly candidates: readonly Candidate[]
}

export interface CourtRow {
  readonly sample: string
  readonly kind: CaseType
  readonly language: DialogLanguage
  readonly verdict: VerdictName | 'unjudged'
  readonly by: JudgeVote['by'] | 'nobody'
  readonly votes: number
  /** Votes that say the verdict. */
  readonly agreeing: number
  readonly overruled: boolean
  readonly prompt: string
}

/** A label and a prediction before the court. */
export interface CourtCase {
  readonly row: CourtRow
  readonly sample: Sample
  readonly prediction: Prediction
  /** The answer that is judged, without thinking. */
  readonly text: string
  /** The same, read; absent where it cannot be. */
  readonly answer?: Answer
  readonly unreadable?: string
  /** Where both are calls: pairs of calls, argument by argument. Empty where one of them is text. */
  readonly differences: readonly CallDifference[]
  /** Oldest first, each with the order in which it saw the two responses. */
  readonly votes: readonly JudgeVote[]
  /** Answers that were no votes: code and text. */
  readonly wrong: readonly { readonly reason: string; readonly text: string }[]
  /** Overrules, oldest first; the last that is not undone counts. */
  readonly overrules: readonly Overrule[]
  /** What follows from the verdict now. */
  readonly keep: string
  readonly history: readonly LabelChange[]
  readonly scripted: boolean
}

export interface CourtPage extends Page<CourtRow> {
  readonly facets: Facets
}

export interface CourtAccuracy extends Accuracy {
  /** Judged samples on which a person gave a word. */
  readonly looked: number
  readonly judged: number
}

export interface LedgerView {
  readonly ledger: Ledger
  /** The sample as it stands in the latest round that holds it. */
  readonly sample?: Sample
  /** Opening words of every relative that is at hand. */
  readonly prompts: Readonly<Record<string, string>>
}

export interface CalibrationView {
  readonly job: JobView
  readonly report: CalibrationReport
  readonly scripted: boolean
}
