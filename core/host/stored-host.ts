/** A machine that trains, as the user keeps it, for all projects. Passwords and passphrases are never part of it. */
import { z } from 'zod'

/** The id of this computer, which is a host like any other on POSIX systems. */
export const THIS_COMPUTER = 'local'

/** How somebody proves who they are. */
export const loginSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('key'), file: z.string().trim().min(1).max(4096) }),
  /** Whatever keys the running ssh-agent holds. */
  z.object({ by: z.literal('agent') }),
  z.object({ by: z.literal('password') }),
])
export type Login = z.infer<typeof loginSchema>

/** No sign that could end a line or hide another; what is none of these is no name of a machine or a user. */
const word = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\s\p{Cc}@/\\]+$/u)

/** One machine that is logged in to. */
export const waySchema = z.object({
  /** Name or number of the machine. */
  address: word(255),
  port: z.number().int().min(1).max(65_535).default(22),
  user: word(64),
  login: loginSchema,
})
export type Way = z.infer<typeof waySchema>

export const hostDraftSchema = waySchema.extend({
  name: z.string().trim().min(1).max(120),
  /** Money for an hour of it, in whatever currency the user counts. */
  pricePerHour: z.number().min(0).max(1_000_000).exactOptional(),
  /** Machines passed through on the way, from this computer on. */
  jumps: z.array(waySchema).max(4).default([]),
})
export type HostDraft = z.infer<typeof hostDraftSchema>

export const storedHostSchema = hostDraftSchema.extend({ id: z.string().min(1).max(200) })
export type StoredHost = z.infer<typeof storedHostSchema>

export const hostBookSchema = z.object({
  format: z.literal(1),
  hosts: z.array(storedHostSchema),
  /** The last one removed, until the next is. */
  removed: z.object({ host: storedHostSchema, place: z.number().int().min(0) }).exactOptional(),
})
export type HostBookFile = z.infer<typeof hostBookSchema>

export const EMPTY_HOSTS: HostBookFile = { format: 1, hosts: [] }

/** Every machine that is logged in to, from this computer on; the host itself comes last. */
export const waysOf = ({ jumps, address, port, user, login }: Omit<HostDraft, 'name'>): readonly Way[] => [
  ...jumps,
  { address, port, user, login },
]

/** `user@address`, with the port where it is not the usual one. */
export function placeOf({ user, address, port }: Pick<Way, 'user' | 'address' | 'port'>): string {
  const name = address.includes(':') ? `[${address}]` : address
  return `${user}@${name}${port === 22 ? '' : `:${port}`}`
}

/** A machine's name and port: what a host key belongs to. */
export const doorOf = ({ address, port }: Pick<Way, 'address' | 'port'>): string =>
  port === 22 ? address.toLowerCase() : `[${address.toLowerCase()}]:${port}`

/**
 * The name under which what a way needs is kept as a secret: a passphrase belongs to its key file, a password to the
 * user at that machine. Undefined: it needs none.
 */
export function secretName(way: Way): string | undefined {
  if (way.login.by === 'key') return `host passphrase ${way.login.file}`
  return way.login.by === 'password' ? `host password ${placeOf(way)}` : undefined
}
