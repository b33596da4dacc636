import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSecrets, type Keyring } from '#main/secrets.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'looptool-secrets-'))
  file = join(folder, 'secrets.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Turns bytes around: enough to tell what was encrypted from what was not. */
const turning: Keyring = {
  available: async () => true,
  encrypt: async (text) => Buffer.from(text).reverse(),
  decrypt: async (bytes) => Buffer.from(bytes).reverse().toString(),
}
const none: Keyring = { ...turning, available: async () => false }

it('outlive the program where there is a keyring, encrypted, readable by the owner only', async () => {
  await createSecrets(file, turning).set('endpoint', 'sk-verysecret')
  expect(await createSecrets(file, turning).get('endpoint')).toBe('sk-verysecret')
  const text = readFileSync(file, 'utf8')
  expect(text).not.toContain('sk-verysecret')
  expect(text).not.toContain(Buffer.from('sk-verysecret').toString('base64'))
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('stay in memory only where there is no keyring', async () => {
  const secrets = createSecrets(file, none)
  await secrets.set('endpoint', 'sk-verysecret')
  expect(await secrets.get('endpoint')).toBe('sk-verysecret')
  expect(await createSecrets(file, none).get('endpoint')).toBeUndefined()
  expect(() => statSync(file)).toThrow()
})

it('are asked for again when the stored ones cannot be read', async () => {
  await createSecrets(file, turning).set('endpoint', 'sk-verysecret')
  const locked: Keyring = { ...turning, decrypt: () => Promise.reject(new Error('another user’s')) }
  expect(await createSecrets(file, locked).get('endpoint')).toBeUndefined()
  expect(await createSecrets(file, none).get('endpoint')).toBeUndefined()
  writeFileSync(file, '{"endpoint": 5')
  expect(await createSecrets(file, turning).get('endpoint')).toBeUndefined()
})

it('kept for one run only leave nothing on disk, not even an older one under the same name', async () => {
  const secrets = createSecrets(file, turning)
  await secrets.set('endpoint', 'sk-old')
  expect(await secrets.place('endpoint')).toBe('keyring')
  await secrets.set('endpoint', 'sk-run', true)
  expect(await secrets.place('endpoint')).toBe('memory')
  expect(await secrets.get('endpoint')).toBe('sk-run')
  expect(await createSecrets(file, turning).get('endpoint')).toBeUndefined()
})

it('can be forgotten, in memory and on disk', async () => {
  const secrets = createSecrets(file, turning)
  await secrets.set('endpoint', 'sk-old')
  await secrets.forget('endpoint')
  expect(await secrets.place('endpoint')).toBe('none')
  expect(await secrets.get('endpoint')).toBeUndefined()
  expect(readFileSync(file, 'utf8')).toBe('{}')
})
