/**
 * Keys that the user typed: they go in and reach the engine, never the window. Kept encrypted by the system's
 * keyring where there is one, otherwise in memory until the program ends.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { KeyPlace } from '#core/contract/index.ts'

export interface Keyring {
  available(): Promise<boolean>
  encrypt(text: string): Promise<Uint8Array>
  decrypt(bytes: Uint8Array): Promise<string>
}

export interface Secrets {
  get(name: string): Promise<string | undefined>
  /** @param runOnly kept in memory, even where there is a keyring */
  set(name: string, value: string, runOnly?: boolean): Promise<void>
  forget(name: string): Promise<void>
  place(name: string): Promise<KeyPlace>
  /** Whether there is a keyring that deserves the name. */
  lasting(): Promise<boolean>
}

const fileSchema = z.record(z.string(), z.base64())

const without = (all: Record<string, string>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([other]) => other !== name))

/**
 * @param file holds name → encrypted value (base64); mode 600
 * @param seen told of every value that comes by, so that logs can blot it out
 */
export function createSecrets(
  file: string,
  keyring: Keyring,
  seen: (value: string) => void = () => undefined,
): Secrets {
  const session = new Map<string, string>()
  const read = (): Record<string, string> => {
    if (!existsSync(file)) return {}
    try {
      return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    } catch {
      return {}
    }
  }
  const write = (all: Record<string, string>): void => {
    writeFileSync(`${file}.new`, JSON.stringify(all), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  return {
    async get(name) {
      const held = session.get(name)
      if (held !== undefined) return held
      const stored = read()[name]
      if (stored === undefined || !(await keyring.available())) return undefined
      // A value of another user or keyring: as good as none, the user types it again.
      const value = await keyring.decrypt(Buffer.from(stored, 'base64')).catch(() => undefined)
      if (value !== undefined) {
        seen(value)
        session.set(name, value)
      }
      return value
    },
    async set(name, value, runOnly = false) {
      seen(value)
      session.set(name, value)
      const kept = read()
      if (runOnly || !(await keyring.available())) {
        // An older key under this name would come back with the next start.
        if (name in kept) write(without(kept, name))
        return
      }
      const bytes = await keyring.encrypt(value)
      write({ ...read(), [name]: Buffer.from(bytes).toString('base64') })
    },
    async forget(name) {
      session.delete(name)
      const kept = read()
      if (name in kept) write(without(kept, name))
    },
    async place(name) {
      if (name in read() && (await keyring.available())) return 'keyring'
      return session.has(name) ? 'memory' : 'none'
    },
    lasting: () => keyring.available(),
  }
}
