import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BLOT, withoutPeople, withoutSecrets } from '#core/log/redact.ts'

const KEY = 'sk-live-51HnQx9aTq0000'

it.each([
  ['a header', `authorization: Bearer ${KEY}`],
  ['a header as JSON', `{"Authorization":"Bearer ${KEY}"}`],
  ['a field', `{"api_key": "${KEY}"}`],
  ['a variable', `OPENAI_API_KEY=${KEY}`],
  ['a query', `https://h.example/v1?key=1&api-key=${KEY}&x=2`],
  ['a login in an address', `http://ann:${KEY}@h.example/v1`],
  ['nothing around it', KEY],
  ['a private key', `-----BEGIN OPENSSH PRIVATE KEY-----\n${KEY}\n-----END OPENSSH PRIVATE KEY-----`],
  ['a private key that was cut off', `-----BEGIN RSA PRIVATE KEY-----\n${KEY}`],
])('blots out what looks like a secret: %s', (_where, text) => {
  expect(withoutSecrets(text)).not.toContain(KEY)
  expect(withoutSecrets(text)).toContain(BLOT)
})

it('blots out a known secret of any form, wherever it stands', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 6, maxLength: 40 }), fc.string(), fc.string(), (secret, a, b) => {
      fc.pre(!BLOT.includes(secret) && !`${a}${BLOT}${b}`.includes(secret))
      expect(withoutSecrets(`${a}${secret}${b}`, [secret])).not.toContain(secret)
    }),
  )
})

it('leaves plain words and numbers alone, so that a log stays readable', () => {
  const text =
    'job probe 4f2a-11: paused endpoint endpoint.auth (12 done, 0 dropped, 3 failed of 40), 512 tokens: 40'
  expect(withoutSecrets(text)).toBe(text)
})

it('replaces known folders by what they are, and names in other paths', () => {
  const folders = [
    ['/home/ann', '~'],
    ['/home/ann/LoopTool/Bank of Ann', '<project 1>'],
    ['C:\\Users\\Ann', '~'],
  ] as const
  expect(withoutPeople('/home/ann/LoopTool/Bank of Ann/runs', folders)).toBe('<project 1>/runs')
  expect(withoutPeople('at file:///home/ann/LoopTool/Bank%20of%20Ann/x.ts', folders)).toBe(
    'at file://<project 1>/x.ts',
  )
  expect(withoutPeople('{"folder":"C:\\\\Users\\\\Ann\\\\p"}', folders)).toBe('{"folder":"~\\\\p"}')
  expect(withoutPeople('/Users/bob/x /home/eve/y D:\\Users\\Bob\\z', folders)).toBe(
    '/Users/~/x /home/~/y D:\\Users\\~\\z',
  )
})
