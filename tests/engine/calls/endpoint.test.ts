/** Stored endpoints: what is kept, what never is, and what a user can take back. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CallInput, Pushes } from '#core/contract/index.ts'
import type { StagedTest } from '#core/endpoint/staged-test.ts'
import { endpointCalls } from '#engine/calls/endpoint.ts'
import type { EngineDeps } from '#engine/deps.ts'
import { TokenCounters } from '#engine/token-counters.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { certificateSet } from '#tests/fakes/certificate.ts'
import { startOddServer } from '#tests/fakes/odd-server.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'

const KEY = 'sk-canary-5f2a'
let folder: ReturnType<typeof tempFolder>
let file: string
let keys: Map<string, string>
let pushed: StagedTest[]
/** Called with each push of a test. */
let heard: (test: StagedTest) => void
beforeEach(() => {
  folder = tempFolder()
  file = join(folder.path, 'endpoints.json')
  keys = new Map()
  pushed = []
  heard = () => undefined
})
afterEach(() => folder.remove())

function calls(asksConsent = true) {
  const deps: EngineDeps = {
    resourcesFolder: folder.path,
    sampleFolder: folder.path,
    workerFile: WORKER,
    appVersion: 'test',
    startPolicy,
    now: () => new Date('2026-11-21T10:15:00Z'),
    push: (name, payload) => {
      if (name !== 'endpoint.tested') return
      const test = payload as Pushes['endpoint.tested']
      pushed.push(test)
      heard(test)
    },
    secrets: {
      get: async (name) => keys.get(name),
      set: async (name, value) => void keys.set(name, value),
    },
    keyring: {
      place: async (name) => (keys.has(name) ? 'keyring' : 'none'),
      forget: async (name) => void keys.delete(name),
      lasting: async () => true,
    },
    endpointsFile: file,
    asksConsent,
  }
  return endpointCalls(deps, new TokenCounters(deps))
}
const draft = (change = {}) => ({
  name: 'Judge',
  url: 'http://127.0.0.1:8000/v1',
  replicas: [],
  model: 'm',
  concurrency: 8,
  ...change,
})
const save = (made: ReturnType<typeof calls>, change = {}, more: { id?: string; key?: string } = {}) =>
  made['endpoint.save']({ draft: draft(change), keep: 'keyring', ...more })
/** Starts a test and waits for its end. */
const ended = (
  made: ReturnType<typeof calls>,
  wish: CallInput<'endpoint.test'>,
  meanwhile: (test: StagedTest) => unknown = () => undefined,
) =>
  new Promise<StagedTest>((done, failed) => {
    heard = (test) => (test.state === 'running' ? void meanwhile(test) : done(test))
    Promise.resolve(made['endpoint.test'](wish)).catch(failed)
  })
const list = async (made: ReturnType<typeof calls>) => made['endpoint.list'](undefined)
const names = async (made: ReturnType<typeof calls>) =>
  (await list(made)).endpoints.map(({ endpoint }) => endpoint.name)

it('keeps several over restarts, in order, and never writes a key beside them', async () => {
  const made = calls()
  const first = await save(made, {}, { key: KEY })
  await save(made, { name: 'Policy', url: 'http://127.0.0.1:8001/v1' })
  expect(first).toMatchObject({ key: 'keyring', own: true, host: '127.0.0.1:8000' })
  expect(JSON.stringify([first, await list(made)])).not.toContain(KEY)
  expect(await names(calls())).toEqual(['Judge', 'Policy'])
  expect(readFileSync(file, 'utf8')).not.toContain(KEY)
  expect([...keys.values()]).toEqual([KEY])
})

it('refuses an address with a password in it before anything is stored', async () => {
  const made = calls()
  await expect(save(made, { url: 'http://me:pw-canary@127.0.0.1/v1' })).rejects.toMatchObject({
    code: 'connection.addressLogin',
  })
  await expect(save(made, { replicas: ['ftp://host'] })).rejects.toMatchObject({
    code: 'connection.addressScheme',
  })
  expect(existsSync(file)).toBe(false)
})

it('duplicates beside the first with a name of its own; both share the key of their address', async () => {
  const made = calls()
  const { endpoint } = await save(made, {}, { key: KEY })
  await save(made, { name: 'Other' })
  expect((await made['endpoint.duplicate']({ id: endpoint.id })).key).toBe('keyring')
  await made['endpoint.duplicate']({ id: endpoint.id })
  expect(await names(made)).toEqual(['Judge', 'Judge 3', 'Judge 2', 'Other'])
})

it('a removal can be undone, key and place included; the next removal makes the first final', async () => {
  const made = calls()
  const first = await save(made, { name: 'A', url: 'http://127.0.0.1:1/v1' }, { key: KEY })
  const second = await save(made, { name: 'B', url: 'http://127.0.0.1:2/v1' }, { key: 'sk-b' })
  expect((await made['endpoint.remove']({ id: first.endpoint.id })).removed).toBe('A')
  expect((await made['endpoint.undoRemove'](undefined)).endpoints[0]).toMatchObject({
    endpoint: { name: 'A' },
    key: 'keyring',
  })
  await made['endpoint.remove']({ id: first.endpoint.id })
  await made['endpoint.remove']({ id: second.endpoint.id })
  expect([...keys.values()]).toEqual(['sk-b'])
  // A new run cannot undo it, and nothing of the key stays behind.
  expect(await list(calls())).toMatchObject({ endpoints: [] })
  expect([...keys.values()]).toEqual([])
})

it('a changed address does not take the key of the old one along, and the old key goes', async () => {
  const made = calls()
  const { endpoint } = await save(made, {}, { key: KEY })
  const moved = await save(made, { url: 'http://127.0.0.1:9000/v1' }, { id: endpoint.id })
  expect(moved.key).toBe('none')
  expect(keys.size).toBe(0)
})

it('keeps who plays each role, and takes nobody who is not there', async () => {
  const made = calls()
  const { endpoint } = await save(made)
  await made['endpoint.setRole']({ role: 'judge', endpoints: [endpoint.id] })
  expect((await list(calls())).roles).toEqual({ judge: [endpoint.id] })
  await expect(made['endpoint.setRole']({ role: 'user', endpoints: ['gone'] })).rejects.toMatchObject({
    code: 'endpoint.gone',
  })
  await made['endpoint.setRole']({ role: 'judge', endpoints: [] })
  expect((await list(made)).roles).toEqual({ judge: [] })
})

it('puts a damaged list aside instead of writing over it, and says so', async () => {
  writeFileSync(file, '{"format":1,"endpoints":[{"id":')
  const made = calls()
  expect(await list(made)).toMatchObject({ endpoints: [], damaged: 'endpoints.damaged-20261121T101500.json' })
  await save(made)
  expect(readdirSync(folder.path).sort()).toEqual([
    'endpoints.damaged-20261121T101500.json',
    'endpoints.json',
  ])
})

it('sends nothing to another’s host before somebody agreed; the command line’s own words are agreement', async () => {
  const made = calls()
  const wish = { url: 'http://models.invalid/v1', model: 'm' }
  await expect(made['endpoint.test'](wish)).rejects.toMatchObject({
    code: 'endpoint.consent',
    values: { host: 'models.invalid' },
  })
  expect(pushed).toEqual([])
  const urls = [wish.url, 'http://127.0.0.1:1', 'models.invalid/v2', 'http://other.invalid:81', '']
  expect(await made['endpoint.unagreed']({ urls })).toEqual(['models.invalid', 'other.invalid:81'])
  await made['endpoint.allowHost']({ url: wish.url })
  expect(await made['endpoint.unagreed']({ urls })).toEqual(['other.invalid:81'])
  expect((await ended(made, wish)).lines[0]?.findings[0]?.code).toBe('connection.dnsUnknown')
  const other = { ...wish, url: 'http://other.invalid' }
  expect((await ended(calls(false), other)).lines[0]?.findings[0]?.code).toBe('connection.dnsUnknown')
})

it('tests what is typed with the typed key, which is neither kept nor told; a stored one is used when none is typed', async () => {
  const made = calls()
  const server = await startOddServer({ kind: 'web', key: KEY }, certificateSet().of)
  try {
    const url = `http://127.0.0.1:${server.port}/v1`
    const run = (more: object) => ended(made, { url, model: 'Qwen/Qwen3-8B', ...more })
    expect((await run({ key: KEY })).lines[2]?.state).toBe('passed')
    expect(keys.size).toBe(0)
    expect((await run({})).lines[2]?.findings[0]?.code).toBe('connection.keyMissing')
    const { endpoint } = await save(made, { url }, { key: KEY })
    expect((await run({ endpoint: endpoint.id })).lines[2]?.state).toBe('passed')
    expect((await list(made)).endpoints[0]?.tested?.state).toBe('done')
    expect(JSON.stringify(pushed)).not.toContain(KEY)
  } finally {
    await server.stop()
  }
})

it('stops a test that is running', async () => {
  const made = calls()
  const server = await startOddServer({ kind: 'web', models: 'hang' }, certificateSet().of)
  try {
    const stop = ({ id, lines }: StagedTest) =>
      lines[2]?.state === 'running' && made['endpoint.stopTest']({ id })
    const wish = { url: `http://127.0.0.1:${server.port}`, model: 'm' }
    expect((await ended(made, wish, stop)).state).toBe('stopped')
  } finally {
    await server.stop()
  }
})
