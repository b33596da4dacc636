/** What the user keeps about an address holds for jobs too: certificate, proxy, replicas, and who sits where. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import type { StoredEndpoint } from '#core/endpoint/stored-endpoint.ts'
import type { JobSpec } from '#core/job/job.ts'
import type { ToolSet } from '#core/tool/tool.ts'
import { openGate } from '#engine/endpoint/gate.ts'
import { keptEndpoints } from '#engine/kept-endpoints.ts'
import { findPlayers, keyName } from '#engine/players.ts'
import { simulateWish } from '#engine/stage-wishes.ts'
import { certificateSet } from '#tests/fakes/certificate.ts'
import { chatRequest } from '#tests/fakes/chat-request.ts'
import { type OddServer, type OddServerKind, startOddServer } from '#tests/fakes/odd-server.ts'
import { tempFolder } from '#tests/helpers/project.ts'

const MODEL = 'Qwen/Qwen3-8B'
const certificates = certificateSet()
const never = new AbortController().signal
const servers: OddServer[] = []
let folder: ReturnType<typeof tempFolder>
beforeEach(() => {
  folder = tempFolder()
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  folder.remove()
})

async function serve(wish: OddServerKind): Promise<OddServer> {
  const server = await startOddServer(wish, certificates.of)
  servers.push(server)
  return server
}
/** Opens endpoints as a job does, with these kept. */
function opener(kept: readonly Partial<StoredEndpoint>[], key?: string) {
  const endpointsFile = join(folder.path, 'endpoints.json')
  const usual = { name: 'x', replicas: [], model: MODEL, concurrency: 4 }
  const endpoints = kept.map((one, i) => ({ ...usual, id: String(i), ...one }))
  writeFileSync(endpointsFile, JSON.stringify({ format: 1, endpoints }))
  return keptEndpoints({ endpointsFile, now: () => new Date(0) }, async () => key, openGate)
}
const ask = { ...chatRequest(), model: MODEL }

it('trusts the certificate that was chosen for the address, and only there', async () => {
  const { port } = await serve({ kind: 'secure', certificate: 'good' })
  const url = `https://127.0.0.1:${port}/v1`
  const caFile = join(folder.path, 'ca.pem')
  writeFileSync(caFile, certificates.ca)
  const trusting = (await opener([{ url, caFile }])).open(url, 1)
  expect((await trusting.chat(ask, never)).choices[0].text).toBe('Hello')
  const other = (await opener([])).open(url, 1)
  await expect(other.chat(ask, never)).rejects.toMatchObject({ scope: 'job', code: 'endpoint.unreachable' })
  await Promise.all([trusting.close(), other.close()])
})

it('goes through the proxy, and reads the address however it is written', async () => {
  const { port, proxyPort } = await serve({ kind: 'web', proxy: 'open' })
  const kept = [{ url: `127.0.0.1:${port}`, proxy: `http://127.0.0.1:${proxyPort}` }]
  const endpoint = (await opener(kept)).open(`http://127.0.0.1:${port}/v1/`, 1)
  expect(endpoint.name).toBe('x')
  expect((await endpoint.chat(ask, never)).choices[0].text).toBe('Hello')
  await endpoint.close()
  expect(keyName(`127.0.0.1:${port}`)).toBe(keyName(`http://127.0.0.1:${port}/v1/`))
})

it('replicas share the requests of one address', async () => {
  const [a, b] = [await serve({ kind: 'web', latency: 20 }), await serve({ kind: 'web', latency: 20 })]
  const urlOf = ({ port }: OddServer) => `http://127.0.0.1:${port}/v1`
  const endpoint = (await opener([{ url: urlOf(a), replicas: [urlOf(b)] }])).open(urlOf(a), 1)
  await Promise.all(Array.from({ length: 16 }, () => endpoint.chat(ask, never)))
  await endpoint.close()
  expect([a.heard.length, b.heard.length]).toEqual([8, 8])
})

it('each role of a simulation is asked where it sits, and the job records that', async () => {
  const [a, b] = [await serve({ kind: 'web' }), await serve({ kind: 'web' })]
  const seat = ({ port }: OddServer) => ({ url: `http://127.0.0.1:${port}/v1`, model: MODEL })
  const players = { kind: 'endpoint' as const, ...seat(a), seats: { user: seat(b) } }
  const settings = { ...DEFAULT_SIMULATE, toolSetId: 't', players }
  const { roles } = simulateWish(settings, { id: 't', hash: 'h', name: 'n' })
  expect([roles.planner?.[0]?.endpoint, roles.user?.[0]?.endpoint]).toEqual([seat(a).url, seat(b).url])
  const spec = { seed: 1, concurrency: 1 } as JobSpec
  const found = findPlayers(spec, settings, { tools: [] } as unknown as ToolSet, await opener([]))
  for (const role of ['planner', 'user', 'assistant'] as const)
    await found.of(role).transport.chat({ ...ask, model: found.of(role).model }, never)
  await found.close()
  expect([a.heard.length, b.heard.length]).toEqual([2, 1])
})
