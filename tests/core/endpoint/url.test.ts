import { expect, it } from 'vitest'
import { endpointPaths } from '#core/endpoint/url.ts'

it.each([
  ['http://host:8000', 'http://host:8000', '/v1/chat/completions'],
  ['http://host:8000/', 'http://host:8000', '/v1/chat/completions'],
  ['http://host:8000/v1', 'http://host:8000', '/v1/chat/completions'],
  ['http://host:8000/v1/', 'http://host:8000', '/v1/chat/completions'],
  [' https://host/api/v1 ', 'https://host', '/api/v1/chat/completions'],
  ['https://host/v1beta/openai/', 'https://host', '/v1beta/openai/chat/completions'],
  ['https://host/v1/chat/completions', 'https://host', '/v1/chat/completions'],
  ['https://host/v1?version=2', 'https://host', '/v1/chat/completions?version=2'],
  ['localhost:8000', 'http://localhost:8000', '/v1/chat/completions'],
  ['127.0.0.1:11434/v1', 'http://127.0.0.1:11434', '/v1/chat/completions'],
  ['[::1]:8000', 'http://[::1]:8000', '/v1/chat/completions'],
])('%j goes to %s%s', (typed, origin, chat) => {
  expect(endpointPaths(typed)).toMatchObject({
    origin,
    chat,
    models: chat.replace('chat/completions', 'models'),
  })
})

it.each(['', '   ', 'http://', 'ftp://host', 'file:///etc/passwd', 'http://me:secret@host/v1', 'http://a b'])(
  'refuses %j with a reason that does not repeat it',
  (typed) => {
    const read = endpointPaths(typed)
    expect(read).toHaveProperty('problem')
    expect(JSON.stringify(read)).not.toContain('secret')
  },
)
