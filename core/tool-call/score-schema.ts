import { readAnswer } from './read.ts'
import { checkCall } from './schema.ts'
import type { Score, ScoreRequest } from './score-request.ts'
import { nearness, type WhyCode } from './why.ts'

/**
 * Whether every call of the answer obeys its tool's schema, apart from any label. Words hold no call and pass; an
 * answer that cannot be read does not. The reason told is the gravest of all calls.
 */
export function scoreSchema({ prediction, tools }: ScoreRequest): Score {
  const read = readAnswer(prediction)
  if (read.wrong !== undefined) return { score: 0, why: `answer.${read.wrong}` }
  if (read.ok.kind === 'text') return { score: 1, why: 'schema.noCalls' }
  const { calls } = read.ok
  if (tools === undefined) return { score: 0, parts: { calls: calls.length, valid: 0 }, why: 'tools.none' }
  const problems = calls.map((call): WhyCode[] => checkCall(tools, call).map(({ code }) => code))
  const valid = problems.filter((found) => found.length === 0).length
  const [gravest] = problems.flat().sort((a, b) => nearness(a) - nearness(b))
  return {
    score: gravest === undefined ? 1 : 0,
    parts: { calls: calls.length, valid },
    why: gravest ?? 'schema.valid',
  }
}
