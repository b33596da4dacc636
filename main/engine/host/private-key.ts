/** A private key file, read so that whatever is wrong with it has a name. */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import ssh2, { type ParsedKey } from 'ssh2'
import { Failure } from '#core/failure/failure.ts'
import { keyTrouble } from '#core/host/trouble.ts'

const LARGEST = 1 << 20

/** `~` stands for the user's home, as in `~/.ssh/config`. */
export const fullPath = (file: string): string =>
  file === '~' || file.startsWith('~/') ? join(homedir(), file.slice(1)) : file

/** @throws Failure `host.keyFile…`, `host.passphraseMissing`, `host.passphraseWrong` */
export async function readPrivateKey(file: string, passphrase: string | undefined): Promise<ParsedKey> {
  const bytes = await readFile(fullPath(file)).catch((error: NodeJS.ErrnoException) => {
    const gone = error.code === 'ENOENT' || error.code === 'ENOTDIR'
    throw new Failure(gone ? 'host.keyFileMissing' : 'host.keyFileUnreadable', { file }, String(error))
  })
  const text = bytes.subarray(0, LARGEST).toString('utf8')
  if (/^\s*(ssh-|ecdsa-|sk-)\S+ AAAA/.test(text)) throw new Failure('host.keyFilePublic', { file })
  const parsed = parse(bytes, passphrase)
  if (parsed instanceof Error)
    throw new Failure(keyTrouble(parsed.message, passphrase !== undefined), { file }, parsed.message)
  if (!parsed?.isPrivateKey()) throw new Failure('host.keyFilePublic', { file })
  return parsed
}

function parse(bytes: Buffer, passphrase: string | undefined): ParsedKey | Error | undefined {
  try {
    const parsed = ssh2.utils.parseKey(bytes, passphrase)
    return Array.isArray(parsed) ? parsed[0] : parsed
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
