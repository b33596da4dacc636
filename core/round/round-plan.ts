/** The stages of a round, in the order in which they run. */
export const ROUND_STAGES = [
  'simulate',
  'prepare',
  'compose',
  'train',
  'evaluate',
  'probe',
  'judge',
  'expand',
] as const
export type RoundStage = (typeof ROUND_STAGES)[number]

/** The stage whose result another reads; it runs in the same round, or has run in it before. */
const NEEDS: Readonly<Partial<Record<RoundStage, RoundStage>>> = {
  prepare: 'simulate',
  train: 'compose',
  evaluate: 'compose',
  probe: 'compose',
  judge: 'probe',
  expand: 'judge',
}

/** Stages in the order in which they run. */
export const inOrder = (stages: readonly RoundStage[]): RoundStage[] =>
  ROUND_STAGES.filter((stage) => stages.includes(stage))

/** A stage without what it reads; undefined where nothing is missing. @param there stages that have run already */
export function missingStage(
  stages: readonly RoundStage[],
  there: readonly RoundStage[],
): { readonly stage: RoundStage; readonly needs: RoundStage } | undefined {
  for (const stage of stages) {
    const needs = NEEDS[stage]
    if (needs !== undefined && !stages.includes(needs) && !there.includes(needs)) return { stage, needs }
  }
  return undefined
}

/** A stage and those after it. */
export const fromStage = (stages: readonly RoundStage[], first: RoundStage): RoundStage[] =>
  inOrder(stages).filter((stage) => ROUND_STAGES.indexOf(stage) >= ROUND_STAGES.indexOf(first))
