/** The gate before every connection: what it lets out, what it holds back, and what it remembers. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StoredEndpoint } from '#core/endpoint/stored-endpoint.ts'
import { networkCalls } from '#engine/calls/network.ts'
import { nameHosts } from '#engine/consent.ts'
import type { EngineDeps } from '#engine/deps.ts'
import { keptEndpoints } from '#engine/kept-endpoints.ts'
import { networkGate } from '#engine/network-gate.ts'
import { certificateSet } from '#tests/fakes/certificate.ts'
import { chatRequest } from '#tests/fakes/chat-request.ts'
import { type OddServer, startOddServer } from '#tests/fakes/odd-server.ts'
import { tempFolder } from '#tests/helpers/project.ts'

const MODEL = 'Qwen/Qwen3-8B'
const ask = { ...chatRequest(), model: MODEL }
const never = new AbortController().signal
const certificates = certificateSet()
let folder: ReturnType<typeof tempFolder>
let server: OddServer
beforeEach(async () => {
  folder = tempFolder()
  server = await startOddServer({ kind: 'web' }, certificates.of)
})
afterEach(async () => {
  await server.stop()
  folder.remove()
})

/** An engine of the window's, with these endpoints stored. */
function windowDeps(kept: readonly Partial<StoredEndpoint>[] = []) {
  const endpointsFile = join(folder.path, 'endpoints.json')
  const usual = { name: 'x', replicas: [], model: MODEL, concurrency: 4 }
  const endpoints = kept.map((one, i) => ({ ...usual, id: String(i), ...one }))
  writeFileSync(endpointsFile, JSON.stringify({ format: 1, endpoints }))
  // The gate needs no more of an engine than this.
  return { endpointsFile, now: () => new Date(), asksConsent: true } as EngineDeps
}
const url = () => `http://127.0.0.1:${server.port}/v1`
const openAt = async (deps: EngineDeps, address: string) =>
  (await keptEndpoints(deps, async () => undefined, networkGate(deps))).open(address, 1)
const contacts = (deps: EngineDeps) => networkGate(deps).contacts.list()

it('sends nothing to a host that a job names and the user did not configure, own machine or not', async () => {
  const deps = windowDeps()
  const endpoint = await openAt(deps, url())
  await expect(endpoint.chat(ask, never)).rejects.toMatchObject({
    scope: 'job',
    code: 'network.notConfigured',
  })
  await endpoint.close()
  expect(server.heard).toEqual([])
  expect(contacts(deps)).toMatchObject([{ host: `127.0.0.1:${server.port}`, outcome: { is: 'blocked' } }])
})

it.each([
  ['stored as an endpoint', (deps: EngineDeps) => deps, true],
  ['named by the user', (deps: EngineDeps) => nameHosts(deps, [url()]), false],
  [
    'any, once the gate is open',
    (deps: EngineDeps) => networkCalls(deps)['network.set']({ onlyConfigured: false }),
    false,
  ],
])('lets out to a host that is %s, and counts it', async (_how, configure, stored) => {
  const deps = windowDeps(stored ? [{ url: url() }] : [])
  await configure(deps)
  const endpoint = await openAt(deps, url())
  await endpoint.chat(ask, never)
  await endpoint.chat(ask, never)
  await endpoint.close()
  expect(contacts(deps)).toMatchObject([
    { host: `127.0.0.1:${server.port}`, why: 'work', count: 2, outcome: { is: 'answered', status: 200 } },
  ])
})

it('closes again for an endpoint that was opened before', async () => {
  const deps = windowDeps()
  const network = networkCalls(deps)
  await network['network.set']({ onlyConfigured: false })
  const endpoint = await openAt(deps, url())
  await endpoint.chat(ask, never)
  await network['network.set']({ onlyConfigured: true })
  await expect(endpoint.chat(ask, never)).rejects.toMatchObject({ code: 'network.notConfigured' })
  await endpoint.close()
})

it('writes a host down before the first byte goes there, so that a kill cannot hide it', async () => {
  const deps = windowDeps([{ url: url() }])
  const told = await networkGate(deps).pass(url(), 'work')
  expect(readFileSync(join(folder.path, 'contacts.jsonl'), 'utf8')).toContain(`127.0.0.1:${server.port}`)
  told({ is: 'answered', status: 200 })
})

it('shows the ways and the contacts, also those of an earlier run', async () => {
  const first = windowDeps([{ url: url(), name: 'GPU', proxy: 'http://127.0.0.1:9/' }])
  const told = await networkGate(first).pass('http://127.0.0.1:9', 'proxy')
  told({ is: 'failed', code: 'endpoint.unreachable' })
  networkGate(first).contacts.flush()
  const second = { ...first }
  const view = await networkCalls(second)['network.view'](undefined)
  expect(view).toMatchObject({
    onlyConfigured: true,
    ways: [{ name: 'GPU', hosts: [`127.0.0.1:${server.port}`], proxy: 'http://127.0.0.1:9/' }],
    configured: ['127.0.0.1:9', `127.0.0.1:${server.port}`].sort(),
    contacts: [{ host: '127.0.0.1:9', why: 'proxy', outcome: { is: 'failed' } }],
  })
})
