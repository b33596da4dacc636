/** The gate as the user set it: nothing goes out but to hosts that they configured, and every contact is kept. */
import { dirname } from 'node:path'
import { TransportError } from '#core/endpoint/transport.ts'
import { hostOf } from '#core/endpoint/url.ts'
import { configuredHosts } from '#core/network/configured.ts'
import type { ContactReason } from '#core/network/contact.ts'
import { ContactBook, contactsFile } from './contact-book.ts'
import type { EngineDeps } from './deps.ts'
import type { Gate } from './endpoint/gate.ts'
import type { EndpointBook } from './endpoint-book.ts'
import { type BookDeps, endpointBook } from './kept-endpoints.ts'

export class NetworkGate implements Gate {
  readonly contacts: ContactBook
  private readonly book: EndpointBook
  private readonly enforced: boolean
  /** What may be contacted, as last read; undefined: the list has changed since. */
  private open: ReadonlySet<string> | 'all' | undefined

  /** @param enforced false where whoever names an address has configured it, as on a command line */
  constructor(book: EndpointBook, contacts: ContactBook, enforced: boolean) {
    this.book = book
    this.contacts = contacts
    this.enforced = enforced
    book.onChange(() => {
      this.open = undefined
    })
  }

  async pass(address: string, why: ContactReason): ReturnType<Gate['pass']> {
    const host = hostOf(address) ?? address
    if (this.enforced && !(await this.allows(host))) {
      this.contacts.block(host, why)
      throw new TransportError('job', 'network.notConfigured', host)
    }
    return this.contacts.begin(host, why)
  }

  private async allows(host: string): Promise<boolean> {
    if (holds(this.open, host)) return true
    // The command line may have added it meanwhile.
    const kept = await this.book.read()
    this.open = kept.onlyConfigured ? configuredHosts(kept) : 'all'
    return holds(this.open, host)
  }
}

const holds = (open: ReadonlySet<string> | 'all' | undefined, host: string): boolean =>
  open === 'all' || open?.has(host) === true

type GateDeps = BookDeps & Pick<EngineDeps, 'asksConsent'>

/** One for each engine, as the book is. */
const gates = new WeakMap<BookDeps, NetworkGate>()

export function networkGate(deps: GateDeps): NetworkGate {
  const known = gates.get(deps)
  if (known) return known
  const { endpointsFile, now, asksConsent = false } = deps
  const file = endpointsFile === undefined ? undefined : contactsFile(dirname(endpointsFile))
  const gate = new NetworkGate(endpointBook(deps), new ContactBook(file, now), asksConsent)
  gates.set(deps, gate)
  return gate
}
