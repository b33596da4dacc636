import { describe, expect, it } from 'vitest'
import { IMPOSSIBLE_REASONS } from '#core/dialog/possible.ts'
import { TRANSPORT_CODES } from '#core/endpoint/transport.ts'
import { REFUSALS } from '#core/sample/refusal.ts'
import { enCodes } from '../../renderer/words/en-codes.ts'
import { zhCodes } from '../../renderer/words/zh-codes.ts'

const said = (table: unknown, code: string): unknown =>
  code.split('.').reduce((at: unknown, part) => (at as Record<string, unknown> | undefined)?.[part], table)

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
  it('says why a tool set cannot offer a case type', () => {
    expect(IMPOSSIBLE_REASONS.filter((why) => typeof said(table, why) !== 'string')).toEqual([])
  })
})
