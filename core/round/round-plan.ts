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
