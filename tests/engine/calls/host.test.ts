/** The calls about hosts: what is kept, what is never kept, and what a removal leaves. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { answerCall } from '#core/contract/answer.ts'
import type { HostList, HostView } from '#core/contract/host-views.ts'
import { THIS_COMPUTER } from '#core/host/stored-host.ts'
import { hostCalls } from '#engine/calls/host.ts'
import type { EngineDeps } from '#engine/deps.ts'
import { KeptHosts } from '#engine/kept-hosts.ts'
import { tempFolder } from '#tests/helpers/project.ts'

const SECRET = 'canary-passphrase-4411'
const DRAFT = {
  name: 'GPU',
  address: 'gpu.example',
  port: 2222,
  user: 'me',
  login: { by: 'key' as const, file: '/home/me/.ssh/id' },
  jumps: [{ address: 'door.example', port: 22, user: 'me', login: { by: 'password' as const } }],
}
let temp: ReturnType<typeof tempFolder>
let secrets: Map<string, string>
let deps: EngineDeps
let hosts: KeptHosts
const made = () => {
  hosts = new KeptHosts(deps)
  return hostCalls(deps, hosts)
}
const ask = async <T>(
  name: 'host.list' | 'host.save' | 'host.remove' | 'host.undoRemove' | 'host.forgetSecrets' | 'host.trust',
  input?: unknown,
): Promise<T> => {
  const answer = await answerCall(calls, name, input, 'en')
  if (!answer.ok) throw new Error(answer.failure.code)
  return answer.data as T
}
let calls: ReturnType<typeof hostCalls>

beforeEach(() => {
  temp = tempFolder()
  secrets = new Map()
  deps = {
    resourcesFolder: 'resources',
    sampleFolder: temp.path,
    workerFile: '',
    appVersion: '0',
    startPolicy: () => {
      throw new Error('nothing is trained here')
    },
    push: () => undefined,
    hostsFolder: temp.path,
    now: () => new Date('2026-11-26T10:00:00Z'),
    secrets: {
      get: async (name) => secrets.get(name),
      set: async (name, value) => void secrets.set(name, value),
    },
    keyring: {
      place: async (name) => (secrets.has(name) ? 'keyring' : 'none'),
      forget: async (name) => void secrets.delete(name),
      lasting: async () => true,
    },
  }
  calls = made()
})
afterEach(() => temp.remove())

it('keeps a host and its secrets apart: no file of hosts ever holds one', async () => {
  const saved = await ask<HostView>('host.save', {
    draft: DRAFT,
    secrets: { 'me@gpu.example:2222': SECRET, 'me@door.example': 'pw' },
  })
  expect(saved.ways.map(({ place, secret }) => [place, secret])).toEqual([
    ['me@door.example', 'keyring'],
    ['me@gpu.example:2222', 'keyring'],
  ])
  expect([...secrets.values()].sort()).toEqual([SECRET, 'pw'].sort())
  expect(readFileSync(join(temp.path, 'hosts.json'), 'utf8')).not.toContain(SECRET)
  calls = made()
  const { hosts: listed } = await ask<HostList>('host.list')
  expect(listed.map(({ id, name }) => [id === THIS_COMPUTER, name])).toEqual([
    [true, ''],
    [false, 'GPU'],
  ])
})

it('a removal is taken back with its secrets; they go once it no longer can be', async () => {
  const first = await ask<HostView>('host.save', { draft: DRAFT, secrets: { 'me@gpu.example:2222': SECRET } })
  const second = await ask<HostView>('host.save', {
    draft: { ...DRAFT, name: 'Other', address: 'other.example', login: { by: 'agent' }, jumps: [] },
  })
  expect((await ask<HostList>('host.remove', { id: first.id })).removed).toBe('GPU')
  expect(secrets.size).toBe(1)
  expect((await ask<HostList>('host.undoRemove')).hosts.map(({ name }) => name)).toEqual(['', 'GPU', 'Other'])
  await ask('host.remove', { id: first.id })
  await ask('host.remove', { id: second.id })
  expect(secrets.size).toBe(0)
})

it.each([
  ['a machine with a space', { address: 'a b' }],
  ['a machine with a line end', { address: 'a\nb' }],
  ['a user with an @', { user: 'a@b' }],
  ['no user', { user: ' ' }],
  ['a port beyond all', { port: 70_000 }],
  ['five jumps', { jumps: Array(5).fill(DRAFT.jumps[0]) }],
  ['no key file', { login: { by: 'key', file: '' } }],
])('%s is refused before anything is kept', async (_what, change) => {
  await expect(ask('host.save', { draft: { ...DRAFT, ...change } })).rejects.toThrow('call.badInput')
  expect((await ask<HostList>('host.list')).hosts).toHaveLength(1)
})

it('a key that nobody has just shown cannot be trusted', async () => {
  await expect(ask('host.trust', { door: 'gpu.example', fingerprint: 'SHA256:x' })).rejects.toThrow(
    'host.keyNotShown',
  )
})

it.each(['hosts.json', 'known-hosts.json'])('a damaged %s is put aside, never overwritten', async (file) => {
  writeFileSync(join(temp.path, file), '{"format": 1, "ho')
  await ask('host.list')
  await ask('host.save', { draft: DRAFT })
  const aside = file.replace('.json', '.damaged-20261126T100000.json')
  expect(readFileSync(join(temp.path, aside), 'utf8')).toBe('{"format": 1, "ho')
})
