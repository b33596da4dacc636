/** The reward in Python against the match in TypeScript, and its own tests. */
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { score } from '#core/tool-call/score.ts'
import { readScoreLine } from '#core/tool-call/score-line.ts'
import { MATCH_MODES, type MatchMode, type Score } from '#core/tool-call/score-request.ts'
import { WHY_CODES } from '#core/tool-call/why.ts'
import { matchCases } from '#tests/helpers/match-cases.ts'
import { scoreLines } from '#tests/helpers/match-pairs.ts'
import { python, pythonProblem } from '#tests/helpers/python.ts'

const HOST = join(import.meta.dirname, '../../resources/host')
const PAIRS_PER_MODE = 6000
const SEED = 20251109

const problem = pythonProblem()
if (problem) console.warn(`The reward is not tested here: ${problem}.`)

async function pythonScores(lines: readonly string[], mode: MatchMode): Promise<Score[]> {
  const end = await python(
    [join(HOST, 'reward.py'), '--match', mode],
    lines.map((line) => `${line}\n`).join(''),
  )
  expect(end.err).not.toContain('Traceback')
  return end.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe.skipIf(problem !== undefined)('reward.py', () => {
  it.each(MATCH_MODES)('scores the %s cases as they are written', async (mode) => {
    const cases = matchCases.filter((one) => one.mode === mode)
    const scores = await pythonScores(
      cases.map((one) => one.line),
      mode,
    )
    expect(scores).toHaveLength(cases.length)
    cases.forEach(({ name, expected }, i) => {
      expect(scores[i]?.why, name).toBe(expected.why)
      expect(scores[i]?.score, name).toBeCloseTo(expected.score, 9)
      expect(Object.keys(scores[i]?.parts ?? {}).sort(), name).toEqual(
        Object.keys(expected.parts ?? {}).sort(),
      )
      for (const [part, value] of Object.entries(expected.parts ?? {}))
        expect(scores[i]?.parts?.[part], `${name}: ${part}`).toBeCloseTo(value, 9)
    })
  })

  it.each(MATCH_MODES)(
    'agrees with the match on generated pairs: %s',
    async (mode) => {
      const lines = fc.sample(scoreLines(mode), { numRuns: PAIRS_PER_MODE, seed: SEED })
      const ours = lines.map((line) => score(readScoreLine(line, mode)!))
      const theirs = await pythonScores(lines, mode)
      const apart = lines.flatMap((line, i) =>
        isDeepStrictEqual(ours[i], theirs[i]) ? [] : [{ line, ours: ours[i], theirs: theirs[i] }],
      )
      expect(apart.slice(0, 3)).toEqual([])
      // Pairs that are all alike would prove nothing.
      expect(new Set(ours.map((one) => one.why)).size).toBeGreaterThan(10)
    },
    120_000,
  )

  it('knows the same reasons in the same order', async () => {
    const code = `import sys; sys.path.insert(0, ${JSON.stringify(HOST)}); from looptool_match.score import WHY; print(' '.join(WHY))`
    expect((await python(['-c', code])).out.trim().split(' ')).toEqual(WHY_CODES)
  })
})
