/** What a server makes of an answer, over HTTP and through the real stages; see tests/fixtures/loop/wire.json. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measure } from '#core/probe/standing.ts'
import { createEndpoint, type Endpoint } from '#engine/endpoint/client.ts'
import { openGate } from '#engine/endpoint/gate.ts'
import type { FakeChat } from '#tests/fakes/item-context.ts'
import { type Stub, startStub } from '#tests/helpers/stub.ts'
import { SEED } from '../../core/expand/cases.ts'
import { sampleOf, weather } from '../../core/probe/made-samples.ts'
import { expandOne, judgeOne, probeOne } from './one-item.ts'

interface WireCase {
  readonly role: 'judge' | 'expand' | 'policy'
  readonly what: string
  readonly body: unknown
  readonly outcome: string
}
const CASES: readonly WireCase[] = JSON.parse(
  readFileSync(new URL('../../fixtures/loop/wire.json', import.meta.url), 'utf8'),
).cases

let stub: Stub
let endpoint: Endpoint
beforeAll(async () => {
  stub = await startStub()
  endpoint = createEndpoint(
    { id: 's', name: 's', url: stub.url, concurrency: 2 },
    { gate: openGate, key: async () => undefined },
  )
})
afterAll(async () => {
  await endpoint.close()
  await stub.stop()
})

const voice: FakeChat = (_role, request) =>
  endpoint.chat({ ...request, model: 'stub' }, new AbortController().signal)

async function outcomeOf(role: WireCase['role']): Promise<string> {
  if (role === 'judge') return (await judgeOne(voice)).outcome
  if (role === 'expand') return (await expandOne(voice, SEED)).outcome
  const sample = sampleOf([weather({ city: 'Lima', days: 3 })], { id: 'wire' })
  const { prediction } = await probeOne(voice, sample)
  return measure(sample, prediction, 'strict').why
}

describe('a server whose reply is', () => {
  it.each(CASES)('$role: $what → $outcome', async ({ role, body, outcome }) => {
    const reply = { kind: 'reply', status: 200, body: JSON.stringify(body) } as const
    await stub.control({ next: [reply, reply] })
    expect(await outcomeOf(role)).toBe(outcome)
  })

  it('accepted for every role in another case', () => {
    const accepted = { judge: 'BOTH_WRONG', expand: 'taken', policy: 'same' } as const
    for (const role of ['judge', 'expand', 'policy'] as const)
      expect(
        CASES.filter((one) => one.role === role && one.outcome === accepted[role]).length,
      ).toBeGreaterThan(0)
  })
})
