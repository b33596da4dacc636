import { scorePartial } from './score-partial.ts'
import { scoreRelease } from './score-release.ts'
import type { Score, ScoreRequest } from './score-request.ts'
import { scoreSchema } from './score-schema.ts'
import { scoreStrict } from './score-strict.ts'
import { nearness } from './why.ts'

/** The better score; of equals the one whose reason is nearer to a match. */
const better = (a: Score, b: Score): Score =>
  b.score > a.score || (b.score === a.score && nearness(b.why) > nearness(a.why)) ? b : a

/** Scores one answer. Never throws, whatever the texts hold. */
export function score(request: ScoreRequest): Score {
  if (request.mode === 'schema') return scoreSchema(request)
  const one = { strict: scoreStrict, release: scoreRelease, partial: scorePartial }[request.mode]
  const [first, ...others] = one(request)
  return first === undefined ? { score: worst(request), why: 'label.none' } : others.reduce(better, first)
}

const worst = ({ mode, options }: ScoreRequest): number =>
  mode === 'release' ? (options?.minimum ?? 0) : mode === 'partial' && options?.toolrlRange ? -3 : 0
