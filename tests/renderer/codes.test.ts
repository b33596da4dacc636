import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { IMPOSSIBLE_REASONS } from '#core/dialog/possible.ts'
import { TRANSPORT_CODES } from '#core/endpoint/transport.ts'
import { EXPAND_REFUSALS } from '#core/expand/refusal.ts'
import { REMOVALS } from '#core/filter/rules.ts'
import { NO_VOTE_REASONS } from '#core/judge/format.ts'
import { VERDICTS } from '#core/judge/verdict.ts'
import { POOLS } from '#core/round/mix.ts'
import { REFUSALS } from '#core/sample/refusal.ts'
import { READ_PROBLEMS } from '#core/tool-call/read.ts'
import { PROBLEM_CODES } from '#core/tool-call/schema.ts'
import { enCodes } from '../../renderer/words/en-codes.ts'
import { zhCodes } from '../../renderer/words/zh-codes.ts'

const said = (table: unknown, code: string): unknown =>
  code.split('.').reduce((at: unknown, part) => (at as Record<string, unknown> | undefined)?.[part], table)

/** Reasons for which an answer could not be used, as they stand in the sources of those who read answers. */
function wrongReasons(): string[] {
  const stage = new URL('../../main/engine/stage/simulate/', import.meta.url)
  const sources = [
    new URL('../../core/dialog/reply.ts', import.meta.url),
    ...readdirSync(stage).map((file) => new URL(file, stage)),
  ]
  const codes = sources
    .map((file) => readFileSync(file, 'utf8'))
    .flatMap((text) => [...text.matchAll(/'((?:plan|user|results|json|answer)\.[a-z]\w*)'/gi)])
    .map((found) => found[1] ?? '')
  return [...new Set([...codes, ...READ_PROBLEMS.map((problem) => `answer.${problem}`)])]
}

describe.each([
  ['en', enCodes.code],
  ['zh', zhCodes.code],
])('codes in %s', (_, table) => {
  it('says every reason for which an endpoint fails', () => {
    expect(TRANSPORT_CODES.filter((code) => typeof said(table, code) !== 'string')).toEqual([])
  })
  it('says every reason for which a turn gives no sample', () => {
    expect(REFUSALS.filter((why) => typeof said(table, `refused.${why}`) !== 'string')).toEqual([])
  })
  it('says every reason for which a variation is refused', () => {
    expect(EXPAND_REFUSALS.filter((why) => typeof said(table, `refused.${why}`) !== 'string')).toEqual([])
  })
  it('says every verdict and every pool of a round', () => {
    const codes = [
      ...VERDICTS.map((name) => `verdict.${name}`),
      ...POOLS.flatMap((pool) => [`pool.${pool}`, `filled.${pool}`]),
    ]
    expect(codes.filter((code) => typeof said(table, code) !== 'string')).toEqual([])
  })
  it('says why a sample was removed and why an answer was no vote', () => {
    const codes = [
      ...REMOVALS.map((why) => `removed.${why}`),
      ...NO_VOTE_REASONS.map((why) => `wrong.${why}`),
      ...['correct', 'incorrect', 'undecided'].map((outcome) => `check.${outcome}`),
    ]
    expect(codes.filter((code) => typeof said(table, code) !== 'string')).toEqual([])
  })
  it('says every rule that a marked turn breaks', () => {
    expect(PROBLEM_CODES.filter((code) => typeof said(table, `mark.${code}`) !== 'string')).toEqual([])
  })
  it('says every reason for which an answer could not be used', () => {
    const reasons = wrongReasons()
    expect(reasons).toContain('plan.namesTool')
    expect(reasons).toContain('answer.cutOff')
    expect(reasons.filter((why) => typeof said(table, `wrong.${why}`) !== 'string')).toEqual([])
  })
  it('says why a tool set cannot offer a case type', () => {
    expect(IMPOSSIBLE_REASONS.filter((why) => typeof said(table, why) !== 'string')).toEqual([])
  })
})
