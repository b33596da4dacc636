import { expect, it } from 'vitest'
import { FREE, microsOf, priceAt } from '#core/endpoint/price.ts'
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

it('is the one kept for the address, however that is spelled; one’s own machine is free, others are not known', () => {
  const endpoints = [kept('http://a:1', 0.5, 2), kept('http://127.0.0.1:2', 3, 4), kept('http://b:1')]
  expect(priceAt(endpoints, 'http://a:1/v1/')).toEqual({ input: 0.5, output: 2 })
  expect(priceAt(endpoints, 'http://127.0.0.1:2/v1')).toEqual({ input: 3, output: 4 })
  expect(priceAt(endpoints, 'http://localhost:3/v1')).toEqual(FREE)
  expect(priceAt(endpoints, 'http://b:1')).toBeUndefined()
})

it('is counted in millionths, so that sums stay whole', () => {
  expect(microsOf({ promptTokens: 2_000_000, completionTokens: 500_000 }, { input: 0.5, output: 2 })).toBe(
    2_000_000,
  )
  expect(microsOf({ promptTokens: 3, completionTokens: 1 }, { input: 0.15, output: 0.6 })).toBe(1)
})
