/** The runs that are compared, in the order of their letters. */
import type { RunRow } from '#core/contract/training-views.ts'
import { TONES, type Tone } from '../../parts/chart/rows.ts'
import type { Compared } from '../../store/curves.ts'

export interface ComparedRun {
  readonly row: RunRow
  readonly tone: Tone
  /** A to F. */
  readonly sign: string
  readonly baseline: boolean
}

/** Those that are still there. The baseline is the one named, else the one that was chosen first. */
export function comparedRuns(
  runs: readonly RunRow[],
  compared: readonly Compared[],
  wanted: string | undefined,
): readonly ComparedRun[] {
  const rows = new Map(runs.map((row) => [row.id, row]))
  const known = compared.filter(({ id }) => rows.has(id))
  const baseline = known.some(({ id }) => id === wanted) ? wanted : known[0]?.id
  return [...known]
    .sort((a, b) => a.slot - b.slot)
    .flatMap(({ id, slot }) => {
      const row = rows.get(id)
      const tone = TONES[slot]
      if (!row || !tone) return []
      return [{ row, tone, sign: String.fromCharCode(65 + slot), baseline: id === baseline }]
    })
}
