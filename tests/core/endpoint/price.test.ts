import { expect, it } from 'vitest'
import { moneySpent } from '#core/endpoint/price.ts'
import type { StoredEndpoint } from '#core/endpoint/stored-endpoint.ts'

const kept = (url: string, input?: number, output = 0): StoredEndpoint => ({
  id: url,
  name: url,
  url,
  replicas: [],
  model: 'm',
  concurrency: 1,
  ...(input === undefined ? {} : { price: { input, output } }),
})
const player = (endpoint: string, scripted = false) => ({ endpoint, model: 'm', scripted })
const counters = { 'usage.promptTokens': 2_000_000, 'usage.completionTokens': 500_000 }

it('is the price of what was read and written, however the address is spelled', () => {
  const job = {
    spec: { roles: { judge: [player('http://a:1/v1/')], policy: [player('x', true)] } },
    counters,
  }
  expect(moneySpent(job, [kept('http://a:1', 0.5, 2)])).toBe(2)
})

it('is not guessed where somebody has no price, or another one', () => {
  const job = { spec: { roles: { judge: [player('http://a:1'), player('http://b:1')] } }, counters }
  expect(moneySpent(job, [kept('http://a:1', 1)])).toBeUndefined()
  expect(moneySpent(job, [kept('http://a:1', 1), kept('http://b:1', 2)])).toBeUndefined()
  expect(moneySpent(job, [kept('http://a:1', 1), kept('http://b:1', 1)])).toBe(2)
  expect(moneySpent({ spec: { roles: {} }, counters }, [])).toBeUndefined()
})
