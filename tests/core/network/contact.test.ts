import { expect, it } from 'vitest'
import { EMPTY_BOOK } from '#core/endpoint/stored-endpoint.ts'
import { configuredHosts } from '#core/network/configured.ts'
import { type Contact, printContact, sumContacts } from '#core/network/contact.ts'

const contact = (change: Partial<Contact>): Contact => ({
  host: 'a.example:8000',
  why: 'work',
  first: '2026-01-01T00:00:00.000Z',
  last: '2026-01-01T00:00:00.000Z',
  count: 1,
  outcome: { is: 'open' },
  ...change,
})

it('adds up counts, keeps the first time and the last outcome, and tells reasons apart', () => {
  const lines = [
    contact({ count: 2 }),
    contact({ last: '2026-01-03T00:00:00.000Z', count: 5, outcome: { is: 'answered', status: 200 } }),
    contact({ why: 'test', outcome: { is: 'failed', code: 'ECONNREFUSED' } }),
    contact({ first: '2025-12-31T00:00:00.000Z', last: '2026-01-02T00:00:00.000Z' }),
  ].map(printContact)
  expect(sumContacts([...lines, '{"host":"torn'])).toEqual([
    contact({
      first: '2025-12-31T00:00:00.000Z',
      last: '2026-01-03T00:00:00.000Z',
      count: 8,
      outcome: { is: 'answered', status: 200 },
    }),
    contact({ why: 'test', outcome: { is: 'failed', code: 'ECONNREFUSED' } }),
  ])
})

it('a contact under way does not hide how the last one went', () => {
  const lines = [
    contact({ outcome: { is: 'answered', status: 401 } }),
    contact({ last: '2026-01-02T00:00:00.000Z' }),
  ].map(printContact)
  expect(sumContacts(lines)[0]?.outcome).toEqual({ is: 'answered', status: 401 })
})

it('configured are endpoints, replicas and proxies, however they are written, and hosts agreed to', () => {
  const endpoint = {
    ...{ id: '1', name: 'x', model: '', concurrency: 1 },
    url: 'http://A.example:8000/v1/',
    replicas: ['b.example'],
    proxy: 'http://proxy.example:3128',
  }
  const hosts = configuredHosts({ ...EMPTY_BOOK, endpoints: [endpoint], allowedHosts: ['c.example'] })
  expect([...hosts].sort()).toEqual(['a.example:8000', 'b.example', 'c.example', 'proxy.example:3128'])
})
