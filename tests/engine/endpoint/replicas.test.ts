/** Several servers as one endpoint: nobody idles while another queues, and one that dies takes no request with it. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { TransportError } from '#core/endpoint/transport.ts'
import { createEndpoint } from '#engine/endpoint/client.ts'
import { openGate } from '#engine/endpoint/gate.ts'
import { balanced } from '#engine/endpoint/replicas.ts'
import { chatRequest } from '#tests/fakes/chat-request.ts'
import { type Stub, startStub } from '#tests/helpers/stub.ts'

let stubs: Stub[]
beforeAll(async () => {
  stubs = await Promise.all([startStub(), startStub()])
})
afterAll(() => Promise.all(stubs.map((stub) => stub.stop())))
beforeEach(() => Promise.all(stubs.map((stub) => stub.control({ latencyMs: 20 }))))

const never = new AbortController().signal
const together = (urls: readonly string[]) =>
  balanced(
    'both',
    urls.map((url) =>
      createEndpoint(
        { id: url, name: url, url, concurrency: 8 },
        { gate: openGate, key: async () => undefined },
      ),
    ),
  )

it('shares the work evenly', async () => {
  const endpoint = together(stubs.map(({ url }) => url))
  await Promise.all(Array.from({ length: 60 }, () => endpoint.chat(chatRequest(), never)))
  const counts = await Promise.all(stubs.map((stub) => stub.counts()))
  expect(counts.map(({ requests }) => requests)).toEqual([30, 30])
  await endpoint.close()
})

it('hands requests of a server that refuses for good to the others, and leaves it alone for a while', async () => {
  await stubs[0]?.control({ key: 'another' })
  const endpoint = together(stubs.map(({ url }) => url))
  for (let i = 0; i < 5; i++) await endpoint.chat(chatRequest(), never)
  expect((await stubs[0]?.counts())?.requests).toBe(1)
  expect((await stubs[1]?.counts())?.requests).toBe(5)
  await endpoint.close()
})

it('fails as one server would when all of them fail', async () => {
  for (const stub of stubs) await stub.control({ key: 'another' })
  const endpoint = together(stubs.map(({ url }) => url))
  await expect(endpoint.chat(chatRequest(), never)).rejects.toMatchObject({
    scope: 'job',
    code: 'endpoint.auth',
  })
  await expect(endpoint.chat(chatRequest(), never)).rejects.toBeInstanceOf(TransportError)
  await endpoint.close()
})
