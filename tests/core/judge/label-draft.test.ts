import { describe, expect, it } from 'vitest'
import { checkJsonText } from '#core/json/print.ts'
import { type LabelDraft, labelFaults, readLabel } from '#core/judge/label-draft.ts'

const calls = (text: string, name = 'send'): LabelDraft => ({
  kind: 'calls',
  text: '',
  calls: [{ name, arguments: text }],
})

describe('a label typed by hand', () => {
  it('keeps numbers and key order as typed', () => {
    expect(readLabel(calls('{"2": 1.0, "a": 12345678901234567891}'))).toEqual({
      label: {
        kind: 'calls',
        calls: [{ name: 'send', arguments: '{"2":1.0,"a":12345678901234567891}' }],
      },
    })
  })
  it('names the line and the place where JSON breaks, so that it can be found', () => {
    expect(readLabel(calls('{"a": 1,\n "b" 2}'))).toEqual({
      problem: { code: 'notJson', call: 0, line: 2, column: 6 },
    })
  })
  it('refuses what is no label: nothing, a list, a call without a tool, blank words', () => {
    expect(readLabel({ kind: 'calls', text: '', calls: [] })).toEqual({ problem: { code: 'noCalls' } })
    expect(readLabel(calls('[1]'))).toEqual({ problem: { code: 'notObject', call: 0 } })
    expect(readLabel(calls('{}', ' '))).toEqual({ problem: { code: 'noName', call: 0 } })
    expect(readLabel({ kind: 'text', text: ' \n', calls: [] })).toEqual({ problem: { code: 'emptyText' } })
  })
  it('tells which rules of the schema a label breaks', () => {
    const tool = {
      name: 'send',
      description: '',
      parameters: checkJsonText('{"type":"object","properties":{"to":{"type":"string"}},"required":["to"]}'),
    }
    const read = readLabel(calls('{}'))
    if (!('label' in read)) throw new Error('it is a label')
    expect(labelFaults(read.label, new Map([[tool.name, tool]]))).toEqual([
      { call: 'send', code: 'argument.missing' },
    ])
    expect(labelFaults({ kind: 'text', text: 'x' }, new Map())).toEqual([])
  })
})
