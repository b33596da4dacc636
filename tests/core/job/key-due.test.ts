import { expect, it } from 'vitest'
import { TransportError } from '#core/endpoint/transport.ts'
import { atAddress, keyAddress } from '#core/job/key-due.ts'

it('names the address whose key is due, and none where the record does not', () => {
  const { message } = new TransportError(
    'job',
    'endpoint.auth',
    atAddress('http://a:1/v1', 'status 401: at home'),
  )
  expect(keyAddress(message)).toBe('http://a:1/v1')
  for (const other of ['', 'endpoint.auth: status 401', 'endpoint.unreachable: at http://a/v1: refused'])
    expect(keyAddress(other)).toBeUndefined()
})
