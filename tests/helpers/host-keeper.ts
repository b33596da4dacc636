/** Kept hosts of a test: a folder, secrets in memory, and a shortcut past the first yes. */
import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import type { HostDraft, Way } from '#core/host/stored-host.ts'
import type { Host } from '#engine/host/host.ts'
import { KeptHosts } from '#engine/kept-hosts.ts'
import type { Sshd } from './sshd.ts'

export const draftFor = (
  { port, user, keyFile }: Pick<Sshd, 'port' | 'user' | 'keyFile'>,
  more: Partial<HostDraft> = {},
): HostDraft => ({
  name: 'test',
  address: '127.0.0.1',
  port,
  user,
  login: { by: 'key', file: keyFile },
  jumps: [],
  ...more,
})

export interface HostKeeper {
  readonly hosts: KeptHosts
  readonly secrets: Map<string, string>
  /** Stores a host and says yes to every key on the way. */
  trusted(id: string, draft: HostDraft): Promise<Host>
  /** Stores a host; nobody says yes to anything. */
  added(id: string, draft: HostDraft): Promise<Host>
}

export function hostKeeper(folder: string, resources?: string): HostKeeper {
  const secrets = new Map<string, string>()
  const hosts = new KeptHosts({
    hostsFolder: folder,
    resourcesFolder: resources ?? join(import.meta.dirname, '../../resources'),
    now: () => new Date(),
    secrets: {
      get: async (name) => secrets.get(name),
      set: async (name, value) => void secrets.set(name, value),
    },
  })
  const added = async (id: string, draft: HostDraft): Promise<Host> => {
    await hosts.book.change((book) => ({
      ...book,
      hosts: [...book.hosts.filter((one) => one.id !== id), { ...draft, id }],
    }))
    return hosts.open(id)
  }
  return {
    hosts,
    secrets,
    added,
    trusted: async (id, draft) => {
      const host = await added(id, draft)
      for (;;) {
        const unknown = await host.run(['true']).then(
          () => undefined,
          (error: unknown) => error,
        )
        if (!(unknown instanceof Failure && unknown.code === 'host.keyUnknown')) {
          if (unknown) throw unknown
          return host
        }
        await hosts.trust(String(unknown.values.door), String(unknown.values.fingerprint), undefined)
      }
    },
  }
}

/** The last way of a draft. */
export const wayOf = ({ address, port, user, login }: HostDraft): Way => ({ address, port, user, login })
