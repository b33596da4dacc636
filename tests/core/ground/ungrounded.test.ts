import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ungrounded } from '#core/ground/ungrounded.ts'
import { checkJsonText } from '#core/json/print.ts'
import { scriptDialog } from '#core/practice/script-dialog.ts'
import type { Message } from '#core/sample/sample.ts'
import type { Tool } from '#core/tool/tool.ts'
import { SAMPLE, SEED, setups } from '#tests/core/practice/tool-sets.ts'

const tool: Tool = {
  name: 'book',
  description: 'Books a table; the currency is EUR unless said otherwise.',
  parameters: checkJsonText(
    JSON.stringify({
      type: 'object',
      properties: {
        place: { type: 'string' },
        email: { type: 'string' },
        order: { type: 'string' },
        guests: { type: 'integer', default: 42 },
        area: { type: 'string', enum: ['terrace', 'hall'] },
        quiet: { type: 'boolean' },
        view: { type: 'string', description: 'seaside or courtyard' },
        date: { type: 'string' },
        dishes: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
      },
    }),
  ),
}
const tools = new Map([[tool.name, tool]])
const said = (text: string, ...more: Message[]) => ({
  date: '2024-05-01, Wednesday',
  messages: [{ role: 'user', text } as const, ...more],
})
const find = (context: ReturnType<typeof said>, args: unknown) =>
  ungrounded(context, [{ name: 'book', arguments: checkJsonText(JSON.stringify(args)) }], tools).map(
    ({ path, sure }) => `${path}${sure ? ' sure' : ''}`,
  )

describe('grounding', () => {
  it.each([
    ['other case and width', 'a table at Ｃａｆé LUNA please', { place: 'café Luna' }],
    ['another normal form', 'a table at Café Luna', { place: 'Cafe\u0301 Luna' }],
    ['other signs between', 'my order is st 48213', { order: 'ST-48213' }],
    ['a plural', 'two restaurants, italian', { place: 'Italian restaurant' }],
    ['Chinese', '请在月亮咖啡馆订位', { place: '月亮咖啡馆' }],
    ['a number in words', 'a table for six', { guests: 6 }],
    ['a number with a comma', 'we are 1,250 people', { guests: 1250 }],
    ['a number that a unit moves', 'half of 5 % off', { guests: 0.05 }],
    ['a closed choice', 'a table', { area: 'terrace' }],
    ['a boolean', 'a table', { quiet: true }],
    ['a default', 'a table', { guests: 42 }],
    ['a word of the parameter’s description', 'a table', { view: 'courtyard' }],
    ['a date worked out', 'a table for next Friday', { date: '2024-05-10' }],
    ['a value of today’s date', 'a table today', { date: '2024-05-01' }],
    ['a share’s symbol', 'what is Apple worth', { place: 'AAPL' }],
    [
      'a text composed for the call',
      'mail them',
      {
        place:
          'Dear all, we would be glad to see you at our little house next summer; bring boots, warm coats and time.',
      },
    ],
    ['nothing but an empty list', 'a table', { dishes: [] }],
  ])('sees that a value was said: %s', (_, text, args) => {
    expect(find(said(text), args)).toEqual([])
  })

  it.each([
    ['an invented name', { place: 'Trattoria Bella' }, ['/place']],
    ['an invented number', { guests: 17 }, ['/guests']],
    ['an invented order, surely', { order: 'ST-48213' }, ['/order sure']],
    ['an invented address, surely', { email: 'ana.perez@example.com' }, ['/email sure']],
    ['a number that may be worked out, not surely', { order: '48213' }, ['/order']],
    ['an amount with its unit, not surely', { order: '1500ml' }, ['/order']],
    ['a size that words may stand for, not surely', { order: '3840x2160' }, ['/order']],
    ['a length of time, not surely', { order: 'PT3600S' }, ['/order']],
    ['a colour, not surely', { order: '#112233' }, ['/order']],
    ['a value deep inside', { dishes: [{ name: 'Lasagne' }] }, ['/dishes/0/name']],
  ])('finds %s', (_, args, found) => {
    expect(find(said('a table for two please'), args)).toEqual(found)
  })

  it('takes values from results and earlier calls, also where JSON escapes them', () => {
    const result: Message = {
      role: 'tool',
      results: [{ name: 'find', content: checkJsonText('{"id":"ST-48213","at":"Caf\\u00e9 \\"Luna\\""}') }],
    }
    expect(find(said('a table'), { order: 'ST-48213' })).toEqual(['/order sure'])
    expect(find(said('a table', result), { order: 'ST-48213', place: 'Café "Luna"' })).toEqual([])
  })

  it('keeps apart the calls of one answer, and looks at calls of unknown tools', () => {
    const calls = [
      { name: 'book', arguments: checkJsonText('{"place":"the hall"}') },
      { name: 'nobody', arguments: checkJsonText('{"x":"Zanzibar"}') },
    ]
    expect(ungrounded(said('the hall please'), calls, tools)).toEqual([
      { call: 1, path: '/x', value: 'Zanzibar', sure: false },
    ])
  })

  it('never throws and never finds a value in the very text that says it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const context = said(`I say ${text} to you`)
        expect(find(context, { place: text }).filter((path) => path.endsWith('sure'))).toEqual([])
      }),
    )
  })

  it('finds nothing in the right answers of 40 practice dialogs', () => {
    const byName = new Map(SAMPLE.map((t) => [t.name, t]))
    let calls = 0
    for (const setup of setups(SAMPLE, 40)) {
      const script = scriptDialog(SEED, setup, SAMPLE, 0)
      const messages: Message[] = []
      for (const turn of script.turns) {
        if (turn.from === 'assistant' && turn.answer.kind === 'calls') {
          calls += turn.answer.calls.length
          expect(ungrounded({ date: setup.date, messages }, turn.answer.calls, byName)).toEqual([])
        }
        if (turn.from === 'user') messages.push({ role: 'user', text: turn.text })
        else if (turn.from === 'tool') messages.push({ role: 'tool', results: turn.results })
        else messages.push({ role: 'assistant', answer: turn.answer })
      }
    }
    expect(calls).toBeGreaterThan(200)
  })
})
