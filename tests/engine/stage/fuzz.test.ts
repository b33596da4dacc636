/**
 * Replies spoilt in every way that a row of the tables in ./fuzz knows, through the real stages: each must come to the
 * code that its row lists, while the same reply unspoilt comes to its own. LOOPTOOL_FUZZ sets the variants of a row.
 */
import { describe, expect, it } from 'vitest'
import { measure } from '#core/probe/standing.ts'
import { Random } from '#core/random/random.ts'
import { SEED } from '../../core/expand/cases.ts'
import { sampleOf, weather } from '../../core/probe/made-samples.ts'
import { CHECKER_ROWS, checkerControl } from './fuzz/checker.ts'
import { EXPANDER_ROWS } from './fuzz/expander.ts'
import { expanderControl } from './fuzz/expander-case.ts'
import { JUDGE_ROWS, judgeControl } from './fuzz/judge.ts'
import { POLICY_LABEL, POLICY_ROWS, policyControl } from './fuzz/policy.ts'
import type { Control, FuzzRow, Reply } from './fuzz/row.ts'
import { checkOne, expandOne, judgeOne, probeOne } from './one-item.ts'

const VARIANTS = Number(process.env.LOOPTOOL_FUZZ ?? 6)

const sample = sampleOf([weather(POLICY_LABEL)], { id: 'fuzzed' })
const policyOutcome = async (reply: Reply): Promise<string> =>
  measure(sample, (await probeOne(reply, sample)).prediction, 'strict').why

interface Fuzzed {
  readonly role: string
  readonly rows: readonly FuzzRow[]
  readonly control: (random: Random) => Control
  readonly outcome: (reply: Reply) => Promise<string>
}
const FUZZED: readonly Fuzzed[] = [
  {
    role: 'judge',
    rows: JUDGE_ROWS,
    control: judgeControl,
    outcome: async (reply) => (await judgeOne(reply)).outcome,
  },
  {
    role: 'checker',
    rows: CHECKER_ROWS,
    control: checkerControl,
    outcome: async (reply) => (await checkOne(reply)).outcome,
  },
  {
    role: 'expander',
    rows: EXPANDER_ROWS,
    control: expanderControl,
    outcome: async (reply) => (await expandOne(reply, SEED)).outcome,
  },
  { role: 'policy', rows: POLICY_ROWS, control: policyControl, outcome: policyOutcome },
]

describe.each(FUZZED)('a $role’s reply', ({ role, rows, control, outcome }) => {
  it.each(rows)('with $what comes to its code', async ({ what, code, spoil }) => {
    for (let n = 0; n < VARIANTS; n++) {
      const random = new Random('fuzz', role, what, n)
      const good = control(random)
      const spoilt = spoil(good, random)
      const reply = typeof spoilt === 'string' ? { text: spoilt } : spoilt
      const told = `variant ${n}: ${JSON.stringify(reply).slice(0, 500)}`
      expect(await outcome(reply), told).toBe(typeof code === 'string' ? code : code(good))
      expect(await outcome({ text: good.text }), told).toBe(good.code)
    }
  })
})

it('are more than 500', () => {
  expect(FUZZED.reduce((sum, { rows }) => sum + rows.length * VARIANTS, 0)).toBeGreaterThan(500)
})
