/** What an answer would have earned under each way of matching it. */
import type { Sample } from '../sample/sample.ts'
import { score } from '../tool-call/score.ts'
import { MATCH_MODES, type MatchMode, type Score } from '../tool-call/score-request.ts'
import type { Rollout } from './rollout.ts'

export type Regrade = Readonly<Partial<Record<MatchMode, Score>>>

/**
 * @param sample the one that was asked for, where the project still has it: its tools and all its accepted answers
 *   count then. Without it the label of the rollout stands alone, and the schema, which needs tools, is left out.
 */
export function regrade(
  rollout: Pick<Rollout, 'output' | 'gts' | 'kind'>,
  sample: Sample | undefined,
): Regrade {
  const grades: Partial<Record<MatchMode, Score>> = {}
  for (const mode of MATCH_MODES) {
    if (mode === 'schema' && !sample) continue
    const accepted = sample?.accepted ?? rollout.gts
    if (accepted.length === 0 && mode !== 'schema') continue
    grades[mode] = score({
      mode,
      accepted,
      prediction: rollout.output,
      ...(sample ? { tools: new Map(sample.tools.map((tool) => [tool.name, tool])) } : {}),
      ...(sample || rollout.kind ? { kind: sample?.kind ?? rollout.kind } : {}),
      ...(sample?.missing ? { missing: sample.missing } : {}),
    })
  }
  return grades
}
