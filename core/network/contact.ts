/** What is kept about every host that was ever contacted: lines that are only added, summed when they are read. */
import { z } from 'zod'

/** What a host was contacted for. `window`: the page asked for something, which is never let through. */
export const CONTACT_REASONS = ['test', 'work', 'proxy', 'host', 'window'] as const
export type ContactReason = (typeof CONTACT_REASONS)[number]

/** How a contact went: an HTTP status or `connected`; or why nothing came; or that the gate let nothing out. */
const outcomeSchema = z.union([
  z.object({ is: z.literal('answered'), status: z.number().int().exactOptional() }),
  z.object({ is: z.literal('failed'), code: z.string() }),
  z.object({ is: z.literal('blocked') }),
  /** It is under way, or the program ended before it was known. */
  z.object({ is: z.literal('open') }),
])
export type ContactOutcome = z.infer<typeof outcomeSchema>

const contactSchema = z.object({
  /** Host and port, e.g. `models.example:8000`. */
  host: z.string().min(1),
  why: z.enum(CONTACT_REASONS),
  /** ISO 8601. */
  first: z.string(),
  last: z.string(),
  /** Requests, and connections made by hand. */
  count: z.number().int().min(0),
  outcome: outcomeSchema,
})
export type Contact = z.infer<typeof contactSchema>

export const printContact = (contact: Contact): string => JSON.stringify(contact)

/** Undefined for what is no such line, e.g. one that a crash tore. */
function readContact(line: string): Contact | undefined {
  try {
    return contactSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

export const contactKey = ({ host, why }: Pick<Contact, 'host' | 'why'>): string => `${why} ${host}`

/** Two records of one host and reason as one: counts add up, the later outcome stands. */
export function joined(a: Contact, b: Contact): Contact {
  const later = b.last >= a.last ? b : a
  return {
    ...later,
    first: a.first < b.first ? a.first : b.first,
    count: a.count + b.count,
    outcome: later.outcome.is === 'open' ? (later === b ? a : b).outcome : later.outcome,
  }
}

/** Every host and reason once, the latest first. */
export function sumContacts(lines: Iterable<string>): Contact[] {
  const all = new Map<string, Contact>()
  for (const line of lines) {
    const contact = readContact(line)
    if (!contact) continue
    const before = all.get(contactKey(contact))
    all.set(contactKey(contact), before ? joined(before, contact) : contact)
  }
  return [...all.values()].sort((a, b) => b.last.localeCompare(a.last) || a.host.localeCompare(b.host))
}
