/** What of a host would be trained on. Catches: the busiest GPU taken for the freest, a container's limit overlooked. */
import { expect, it } from 'vitest'
import { hostFactsSchema } from '#core/host/facts.ts'
import { trainableOn } from '#core/host/machine.ts'

const GIB = 2 ** 30
const gpu = (name: string, total: number, used: number) => ({
  ...{ index: 0, name, memoryTotal: total * GIB, memoryUsed: used * GIB },
  ...{ utilization: 0, eccErrors: 0 },
})
const facts = (some: object) => hostFactsSchema.parse({ format: 1, ...some })

it('takes the GPU with most free memory', () => {
  const gpus = [gpu('A100', 80, 78), gpu('RTX 4090', 24, 1), gpu('L4', 24, 20)]
  expect(trainableOn(facts({ gpu: { gpus } }))).toEqual({ gpu: 'RTX 4090', free: 23 * GIB, half: true })
})

it('takes main memory where there is no GPU, and no more than a container may use', () => {
  const memory = { total: 64 * GIB, available: 50 * GIB, limit: 8 * GIB }
  expect(trainableOn(facts({ memory }))).toEqual({ free: 8 * GIB, half: false })
})

it('says nothing where nothing was told', () => {
  expect(trainableOn(facts({}))).toBeUndefined()
})
