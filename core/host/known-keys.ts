/** Which key a machine showed when the user trusted it, and what another key means. */
import { z } from 'zod'

export const knownKeysSchema = z.object({
  format: z.literal(1),
  keys: z.array(
    z.object({
      /** Name and port, as `doorOf` says it. */
      door: z.string().min(1).max(300),
      /** e.g. `ssh-ed25519` */
      type: z.string().min(1).max(100),
      /** The public key as the server sends it, in base64. */
      key: z.base64().min(8).max(20_000),
      /** ISO 8601. */
      since: z.string(),
    }),
  ),
})
export type KnownKeys = z.infer<typeof knownKeysSchema>
export type KnownKey = KnownKeys['keys'][number]

export const NO_KEYS: KnownKeys = { format: 1, keys: [] }

export type Trust =
  | { readonly is: 'known' }
  /** Nobody said yes to any key of this machine. */
  | { readonly is: 'new' }
  /** Another key than the one that was trusted. */
  | { readonly is: 'changed'; readonly known: KnownKey }

export const knownAt = ({ keys }: KnownKeys, door: string): KnownKey | undefined =>
  keys.find((one) => one.door === door)

/** @param key as the server sent it, in base64 */
export function trustIn(known: KnownKeys, door: string, key: string): Trust {
  const kept = knownAt(known, door)
  if (!kept) return { is: 'new' }
  return kept.key === key ? { is: 'known' } : { is: 'changed', known: kept }
}

/** One key a machine: a new one takes the place of the old. */
export const withKey = ({ keys }: KnownKeys, added: KnownKey): KnownKeys => ({
  format: 1,
  keys: [...keys.filter(({ door }) => door !== added.door), added],
})

/** The kind of key that a key blob names in its first field (RFC 4253, 6.6); empty where it names none. */
export function keyTypeOf(blob: Uint8Array): string {
  if (blob.length < 4) return ''
  const length = new DataView(blob.buffer, blob.byteOffset, blob.byteLength).getUint32(0)
  if (length === 0 || length > 100 || 4 + length > blob.length) return ''
  const name = String.fromCharCode(...blob.subarray(4, 4 + length))
  return /^[\x21-\x7e]+$/.test(name) ? name : ''
}
