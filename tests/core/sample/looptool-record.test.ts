import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPlain } from '#core/json/convert.ts'
import { type ExactObject, readJson } from '#core/json/exact.ts'
import {
  type ReadDialog,
  type ReadRecord,
  readConversation,
  readRawRecord,
  replaces,
  snapshotOf,
} from '#core/sample/looptool-record.ts'

const object = (text: string) => readJson(text) as ExactObject
const conversation = (turns: string, more = '') =>
  readConversation(
    object(`{"tools":[{"name":"f","description":"d","parameters":{}}],"conversations":${turns}${more}}`),
  )
const dialogIn = (read: ReadRecord): ReadDialog => {
  if ('refused' in read) throw new Error(read.refused)
  return read
}
const turnsIn = (read: ReadRecord) => dialogIn(read).dialog.turns

describe('a LoopTool conversation', () => {
  it('keeps numbers, digits and key order of calls and results', () => {
    const turns = turnsIn(
      conversation(
        String.raw`[{"from":"user","value":"u"},
         {"from":"assistant","value":"[{\"name\":\"f\",\"arguments\":{\"b\":1.0,\"2\":12345678901234567890,\"1\":1e5}}]"},
         {"from":"tool","value":[{"name":"f","results":{"z":0.10,"1":"x"}}]},
         {"from":"tool","value":"[{\"name\": \"f\", \"results\": \"text\"}]"}]`,
      ),
    )
    expect(turns[1]).toMatchObject({
      answer: { calls: [{ name: 'f', arguments: '{"b":1.0,"2":12345678901234567890,"1":1e5}' }] },
    })
    expect(turns[2]).toMatchObject({ results: [{ name: 'f', content: '{"z":0.10,"1":"x"}' }] })
    expect(turns[3]).toMatchObject({ results: [{ name: 'f', content: '"text"' }] })
  })

  it.each([
    '[see the list] done',
    '[1, 2]',
    '[]',
    '[{"name": "f", "arguments": 3}]',
    '[{"arguments": {}}]',
    '[{"name": "f"',
  ])('takes %s for a text, not for calls', (value) => {
    const turns = turnsIn(
      conversation(
        JSON.stringify([
          { from: 'user', value: 'u' },
          { from: 'assistant', value },
        ]),
      ),
    )
    expect(turns[1]).toMatchObject({ answer: { kind: 'text', text: value } })
  })

  it('removes thinking from what an assistant says', () => {
    const value = '<think>[hm</think>\n[{"name":"f","arguments":{}}]'
    const turns = turnsIn(
      conversation(
        JSON.stringify([
          { from: 'user', value: 'u' },
          { from: 'assistant', value },
        ]),
      ),
    )
    expect(turns[1]).toMatchObject({ answer: { kind: 'calls' }, thinking: '[hm' })
  })

  it('takes the date, or Unknown', () => {
    expect(dialogIn(conversation('[]', ',"date":"2024-01-01, Monday"')).dialog.setup.date).toBe(
      '2024-01-01, Monday',
    )
    expect(dialogIn(conversation('[]')).dialog.setup.date).toBe('Unknown')
  })

  it('stops at a message it cannot read and says so', () => {
    const read = dialogIn(
      conversation(
        '[{"from":"user","value":"u"},{"from":"tool","value":"not a list"},{"from":"user","value":"v"}]',
      ),
    )
    expect(read.cut).toBe(true)
    expect(read.dialog.turns).toHaveLength(1)
  })

  it('reads tools given as a text, and refuses a tool without a name', () => {
    expect(readConversation(object('{"tools":"[{\\"name\\":\\"f\\"}]","conversations":[]}'))).toMatchObject({
      cut: false,
    })
    expect(readConversation(object('{"tools":[{"x":1}],"conversations":[]}'))).toEqual({ refused: 'badTool' })
  })

  it('survives any JSON in any of its places', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (tools, value, from) => {
        const entries = [
          { from: 'user', value },
          { from: 'assistant', value },
          { from: 'tool', value },
          { from, value },
        ]
        for (const entry of entries) {
          readConversation(fromPlain({ tools, conversations: [entry] }) as ExactObject)
          readConversation(fromPlain({ tools: [], conversations: value }) as ExactObject)
          const raw = {
            cid: tools,
            valid: true,
            tools: [],
            curr_messages: [
              { role: 'user', content: 'x', tool_usage: [1] },
              { role: from, content: value, tool_usage: value, tool_response: value },
            ],
          }
          readRawRecord(fromPlain(raw) as ExactObject)
        }
      }),
    )
  })
})

describe('a raw dialog record', () => {
  const usage = [{ name: 'f', parameters: { a: 1 } }]
  const messages = [
    { role: 'user', content: 'u' },
    { role: 'assistant', content: '<cot>1. hm</cot> calling', tool_usage: usage },
    { role: 'tool', content: '', tool_response: [{ name: 'f', results: { ok: 1 } }] },
    { role: 'assistant', content: '<cot>why</cot>\nIt is 1.' },
    { role: 'user', content: 'thanks' },
  ]
  const record = (more: object = {}) =>
    fromPlain({
      cid: 7,
      valid: true,
      tools: [{ name: 'f', description: '', parameters: {} }],
      curr_messages: messages,
      curr_day: '2024-01-01, Monday',
      is_en: false,
      possible_wrong_turns: [],
      ...more,
    }) as ExactObject

  it('drops thinking, prose beside calls and the last user turn', () => {
    const { dialog } = dialogIn(readRawRecord(record()))
    expect(dialog.turns.map((turn) => turn.from)).toEqual(['user', 'assistant', 'tool', 'assistant'])
    expect(dialog.turns[1]).toMatchObject({
      answer: { kind: 'calls', calls: [{ name: 'f', arguments: '{"a":1}' }] },
    })
    expect(dialog.turns[3]).toMatchObject({ answer: { kind: 'text', text: 'It is 1.' } })
    expect(dialog.setup).toMatchObject({ date: '2024-01-01, Monday', language: 'zh' })
  })

  it('remembers the turns on which no vote agreed (counted from 1)', () => {
    const { dialog } = dialogIn(readRawRecord(record({ possible_wrong_turns: [2] })))
    expect(dialog.turns.map((turn) => (turn.from === 'assistant' ? turn.agreed : undefined))).toEqual([
      undefined,
      false,
      undefined,
      true,
    ])
  })

  it.each([
    [{ valid: false }, 'invalid'],
    [{ curr_messages: messages.slice(0, 1) }, 'onlyQuery'],
    [{ curr_messages: [messages[0], messages[3]] }, 'noToolUse'],
    [{ tools: 3 }, 'badTool'],
    [{ curr_messages: 'x' }, 'badDialog'],
  ])('refuses %j as %s', (more, refused) => {
    expect(readRawRecord(record(more))).toEqual({ refused })
  })

  it('chooses the longest valid snapshot, the last of equals', () => {
    const shot = (length: number, valid: boolean) =>
      snapshotOf(record({ valid, curr_messages: messages.slice(0, length) }))
    expect(replaces(shot(3, true), shot(2, true))).toBe(true)
    expect(replaces(shot(2, true), shot(3, true))).toBe(false)
    expect(replaces(shot(2, true), shot(2, true))).toBe(true)
    expect(replaces(shot(5, false), shot(2, true))).toBe(false)
    expect(replaces(shot(2, true), shot(5, false))).toBe(true)
  })
})
