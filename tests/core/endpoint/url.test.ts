import fc from 'fast-check'
import { expect, it } from 'vitest'
import { endpointPaths, isOwnMachine, shownAddress } from '#core/endpoint/url.ts'

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

it.each([
  ['http:/host:8000/v1', 'http://host:8000', '/v1'],
  ['HTTPS:host/v1', 'https://host', '/v1'],
  ['\u200bhttp：//127.0.0.1：8000/v1\ufeff', 'http://127.0.0.1:8000', '/v1'],
  ['“http://host/v1”', 'http://host', '/v1'],
  ['<https://host/v1>', 'https://host', '/v1'],
  ['http://host/v1/models', 'http://host', '/v1'],
  ['http://host/v1/embeddings/', 'http://host', '/v1'],
])('%j, pasted carelessly, goes to %s%s', (typed, origin, base) => {
  expect(endpointPaths(typed)).toMatchObject({ origin, base })
})

it('knows the own machine from the others’', () => {
  for (const own of ['localhost:8000', 'http://127.3.2.1', 'http://[::1]:8000', 'api.localhost', '0.0.0.0:1'])
    expect(isOwnMachine(own), own).toBe(true)
  for (const other of [
    'http://localhost.example',
    'http://127.0.0.1.example',
    'http://10.0.0.1',
    'http://[::2]',
    'nonsense://127.0.0.1',
    '',
  ])
    expect(isOwnMachine(other), other).toBe(false)
})

it('reads whatever is typed without failing, the same again once read, and never shows a password or a query’s value', () => {
  const word = fc.stringMatching(/^[a-z0-9._~-]{1,12}$/)
  const secret = fc.stringMatching(/^[A-Za-z0-9]{12,20}$/)
  const address = fc.record({
    scheme: fc.constantFrom('http://', 'https://', '', 'ftp://', 'http:/'),
    login: fc.option(fc.tuple(word, secret), { nil: undefined }),
    host: fc.constantFrom('host', '127.0.0.1:8000', '[::1]:80', 'a b'),
    path: fc.constantFrom('', '/v1', '/v1/v1', '/v1/chat/completions', '/x/models/'),
    query: fc.option(fc.tuple(word, secret), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.oneof(address, fc.string()), (given) => {
      const typed =
        typeof given === 'string'
          ? given
          : `${given.scheme}${given.login ? `${given.login.join(':')}@` : ''}${given.host}${given.path}${given.query ? `?${given.query.join('=')}` : ''}`
      const read = endpointPaths(typed)
      if (!('code' in read)) expect(endpointPaths(`${read.origin}${read.base}${read.query}`)).toEqual(read)
      if (typeof given === 'string') return
      const secrets = [given.login?.[1], given.query?.[1]].filter((text) => text !== undefined)
      for (const text of secrets) expect(shownAddress(typed)).not.toContain(text)
      if (given.login) expect('code' in read).toBe(true)
      if (given.login && 'code' in read) expect(JSON.stringify(read)).not.toContain(given.login[1])
    }),
  )
})
