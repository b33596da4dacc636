/** What an expansion varies. The first four are LoopTool's own (EDDE); the ways of each stand in expander/foci. */
export const FOCI = ['complexity', 'persona', 'interaction', 'data', 'wording', 'distraction'] as const
export type Focus = (typeof FOCI)[number]

export const PAPER_FOCI = ['complexity', 'persona', 'interaction', 'data'] as const satisfies readonly Focus[]

/** The children of a seed go through the foci in turn; `start` differs from seed to seed so that all are used. */
export function focusOf(foci: readonly Focus[], start: number, child: number): Focus {
  return foci[(start + child) % foci.length] ?? 'data'
}
