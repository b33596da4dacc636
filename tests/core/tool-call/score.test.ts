import { describe, expect, it } from 'vitest'
import { score } from '#core/tool-call/score.ts'
import { readScoreLine } from '#core/tool-call/score-line.ts'
import { MATCH_MODES, type Score } from '#core/tool-call/score-request.ts'
import { WHY_CODES } from '#core/tool-call/why.ts'
import { matchCases } from '#tests/helpers/match-cases.ts'

const near = (numbers: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, expect.closeTo(value, 9)]))

function expected({ score: number, parts, why }: Score) {
  return { score: expect.closeTo(number, 9), why, ...(parts === undefined ? {} : { parts: near(parts) }) }
}

describe.each(MATCH_MODES)('the %s match', (mode) => {
  it.each(matchCases.filter((one) => one.mode === mode).map((one) => [one.name, one] as const))(
    '%s',
    (_, one) => {
      const request = readScoreLine(one.line, mode)
      expect(request).toBeDefined()
      expect(score(request!)).toEqual(expected(one.expected))
    },
  )
})

describe('the cases', () => {
  it('are many, and there is one for every reason that a line which can be read may get', () => {
    expect(matchCases.length).toBeGreaterThanOrEqual(300)
    const reasons = new Set(matchCases.map((one) => one.expected.why))
    expect(WHY_CODES.filter((code) => !reasons.has(code))).toEqual([
      'reward.error',
      'line.invalid',
      'call.badArguments',
    ])
  })
})
