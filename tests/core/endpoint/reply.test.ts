import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BadReply, decodeModels, decodeReply } from '#core/endpoint/reply.ts'
import { readAnswer } from '#core/tool-call/read.ts'

const choice = (message: unknown, finish: unknown = 'stop') => ({ index: 0, message, finish_reason: finish })
const reply = (message: unknown, finish?: unknown): string =>
  JSON.stringify({ model: 'm', choices: [choice(message, finish)] })
const call = (name: unknown, args: unknown) => ({
  id: 'c',
  type: 'function',
  function: { name, arguments: args },
})
const first = (body: string) => decodeReply(body, 'asked').choices[0]

describe('reading a completion', () => {
  it('takes words, usage, model and finish', () => {
    const body = JSON.stringify({
      model: 'm-2024',
      choices: [choice({ role: 'assistant', content: 'Hi' }, 'length')],
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    })
    expect(decodeReply(body, 'asked')).toEqual({
      model: 'm-2024',
      choices: [{ text: 'Hi', finish: 'length' }],
      usage: { promptTokens: 3, completionTokens: 4 },
    })
  })

  it.each([
    [
      'no usage and no model',
      JSON.stringify({ choices: [choice({ content: 'x' })] }),
      { text: 'x', finish: 'stop' },
    ],
    ['null content without calls', reply({ content: null }), { text: '', finish: 'stop' }],
    ['an empty list of calls', reply({ content: 'x', tool_calls: [] }), { text: 'x', finish: 'stop' }],
    ['calls null', reply({ content: 'x', tool_calls: null }), { text: 'x', finish: 'stop' }],
    ['an unknown finish', reply({ content: 'x' }, 'content_filter'), { text: 'x', finish: 'other' }],
    ['a finish like a prototype key', reply({ content: 'x' }, 'toString'), { text: 'x', finish: 'other' }],
    [
      'thinking in the text',
      reply({ content: '<think>hm</think>\nx' }),
      { text: 'x', thinking: 'hm', finish: 'stop' },
    ],
    [
      'reasoning_content',
      reply({ content: 'x', reasoning_content: ' hm ' }),
      { text: 'x', thinking: 'hm', finish: 'stop' },
    ],
    ['reasoning', reply({ content: 'x', reasoning: 'hm' }), { text: 'x', thinking: 'hm', finish: 'stop' }],
    [
      'text parts',
      reply({
        content: [
          { type: 'text', text: 'a' },
          { type: 'refusal', x: 1 },
          { type: 'text', text: 'b' },
        ],
      }),
      { text: 'ab', finish: 'stop' },
    ],
    [
      'a call',
      reply(
        { content: null, tool_calls: [call('f', '{"a": 1.0, "b": 12345678901234567890}')] },
        'tool_calls',
      ),
      {
        text: '',
        calls: [{ name: 'f', arguments: '{"a":1.0,"b":12345678901234567890}' }],
        finish: 'tool_calls',
      },
    ],
    [
      'two calls, one without arguments',
      reply({ tool_calls: [call('f', ''), call('g', '{}')] }, 'tool_calls'),
      {
        text: '',
        calls: [
          { name: 'f', arguments: '{}' },
          { name: 'g', arguments: '{}' },
        ],
        finish: 'tool_calls',
      },
    ],
    [
      'arguments encoded twice',
      reply({ tool_calls: [call('f', '"{\\"a\\":1}"')] }),
      { text: '', calls: [{ name: 'f', arguments: '{"a":1}' }], finish: 'stop' },
    ],
    [
      'raw call text is left',
      reply({ content: '<tool_call>\n{}\n</tool_call>' }),
      { text: '<tool_call>\n{}\n</tool_call>', finish: 'stop' },
    ],
  ])('accepts %s', (_, body, expected) => expect(first(body)).toEqual(expected))

  it('keeps the digits of arguments that a server sent as an object', () => {
    const body =
      '{"choices":[{"finish_reason":"stop","message":{"tool_calls":[{"function":{"name":"f","arguments":{"b":1.0,"a":12345678901234567890}}}]}}]}'
    expect(first(body).calls).toEqual([{ name: 'f', arguments: '{"b":1.0,"a":12345678901234567890}' }])
  })

  it('keeps log-probabilities', () => {
    const body = JSON.stringify({
      choices: [
        {
          ...choice({ content: 'x' }),
          logprobs: { content: [{ token: 'x', logprob: -0.5, top_logprobs: [] }] },
        },
      ],
    })
    expect(first(body).logprobs).toEqual([{ token: 'x', logprob: -0.5 }])
  })

  it('gives broken arguments back as a problem and raw, and never as some of the calls', () => {
    const read = first(reply({ content: 'Look:', tool_calls: [call('f', '{}'), call('g', '{"a":')] }))
    expect(read.calls).toBeUndefined()
    expect(read.problems).toEqual([
      { name: 'g', arguments: '{"a":', reason: expect.stringContaining('ends early') },
    ])
    expect(read.text).toContain('{"name":"f","arguments":{}}')
    expect(readAnswer(read.text).wrong).toBe('notJson')
  })

  it.each([
    ['nothing', ''],
    ['a web page', '<!doctype html><html></html>'],
    ['half of the JSON', reply({ content: 'x' }).slice(0, 40)],
    ['an empty object', '{}'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a word', '"x"'],
    ['an error with status 200', '{"error":{"message":"no"},"choices":[]}'],
    ['no choices', '{"choices":[]}'],
    ['choices null', '{"choices":null}'],
    ['choices an object', '{"choices":{}}'],
    ['a choice null', '{"choices":[null]}'],
    ['no message', '{"choices":[{"finish_reason":"stop"}]}'],
    ['message a string', '{"choices":[{"finish_reason":"stop","message":"x"}]}'],
    ['no finish_reason', '{"choices":[{"message":{"content":"x"}}]}'],
    ['finish_reason null', reply({ content: 'x' }, null)],
    ['finish_reason empty', reply({ content: 'x' }, '')],
    ['finish_reason a number', reply({ content: 'x' }, 1)],
    ['content a number', reply({ content: 5 })],
    ['content an object', reply({ content: { text: 'x' } })],
    ['content parts of strings', reply({ content: ['x'] })],
    ['another role', reply({ role: 'user', content: 'x' })],
    ['calls an object', reply({ tool_calls: {} })],
    ['a call null', reply({ tool_calls: [null] })],
    ['a call without a function', reply({ tool_calls: [{ id: 'x' }] })],
    ['a call without a name', reply({ tool_calls: [call(undefined, '{}')] })],
    ['a call with an empty name', reply({ tool_calls: [call('', '{}')] })],
    ['arguments a number', reply({ tool_calls: [call('f', 7)] })],
    ['arguments a list', reply({ tool_calls: [call('f', [1])] })],
    ['usage a string', JSON.stringify({ choices: [choice({ content: 'x' })], usage: 'much' })],
    [
      'negative tokens',
      JSON.stringify({ choices: [choice({ content: 'x' })], usage: { prompt_tokens: -1 } }),
    ],
    [
      'logprobs without numbers',
      JSON.stringify({ choices: [{ ...choice({ content: 'x' }), logprobs: { content: [{ token: 'x' }] } }] }),
    ],
    [
      'the second choice cut',
      JSON.stringify({ choices: [choice({ content: 'x' }), { message: { content: 'y' } }] }),
    ],
    ['a streamed event', 'data: {"choices":[]}\n\ndata: [DONE]\n'],
    ['deep nesting', `{"choices":${'['.repeat(100_000)}`],
  ])('refuses %s', (_, body) => expect(() => decodeReply(body, 'asked')).toThrow(BadReply))

  it('throws nothing else, whatever a server sends', () => {
    const any = fc.jsonValue()
    const like = fc.record(
      {
        model: any,
        usage: any,
        choices: fc.oneof(
          any,
          fc.array(
            fc.record(
              {
                finish_reason: fc.oneof(fc.constant('stop'), any),
                logprobs: any,
                message: fc.record(
                  {
                    role: any,
                    content: any,
                    reasoning: any,
                    tool_calls: fc.oneof(
                      any,
                      fc.array(fc.record({ function: fc.record({ name: fc.string(), arguments: any }) })),
                    ),
                  },
                  { requiredKeys: [] },
                ),
              },
              { requiredKeys: [] },
            ),
          ),
        ),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(like, any), fc.nat(), fc.boolean(), (value, at, cut) => {
        const text = JSON.stringify(value)
        try {
          const read = decodeReply(cut ? text.slice(0, at % (text.length + 1)) : text, 'asked')
          for (const one of read.choices) for (const c of one.calls ?? []) JSON.parse(c.arguments)
        } catch (error) {
          expect(error).toBeInstanceOf(BadReply)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('reads the list of models', () => {
    expect(decodeModels('{"data":[{"id":"a"},{"id":"b"},{"x":1},null]}')).toEqual(['a', 'b'])
    expect(() => decodeModels('{}')).toThrow(BadReply)
  })
})
