import { open } from 'node:fs/promises'
import { Failure } from '#core/failure/failure.ts'

/** fsync of a file, or of a folder where the system knows that. */
export async function settle(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined)
  // Windows refuses to sync a folder; its rename is durable enough without.
  await handle?.sync().catch((error: unknown) => {
    if (isFull(error)) throw error
  })
  await handle?.close()
}

const isFull = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && error.code === 'ENOSPC') ||
    /no space left on device|not enough space on the disk/i.test(error.message))

/** A full disk has its own failure, since freeing some mends it; every other error stays what it is. */
export const asDiskFailure = (error: unknown): unknown =>
  isFull(error) ? new Failure('disk.full', {}, String(error)) : error
