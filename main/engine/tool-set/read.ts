import { constants } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Failure } from '#core/failure/failure.ts'
import { type Imported, importTools, mergeImports, refusedFile } from '#core/tool/import.ts'
import type { ImportReport } from '#core/tool/import-report.ts'
import type { ImportCode } from '#core/tool/import-words.ts'
import type { Tool } from '#core/tool/tool.ts'

/** In bytes, as the file lies there and after unpacking. */
export const LARGEST_FILE = 64 * 1024 * 1024

export type ToolFile =
  | { readonly file: string; readonly text: string }
  | { readonly file: string; readonly why: ImportCode; readonly detail?: string }

const unpack = promisify(gunzip)
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

class Unreadable extends Error {
  readonly why: ImportCode
  readonly detail: string | undefined
  constructor(why: ImportCode, detail?: string) {
    super(why)
    this.why = why
    this.detail = detail
  }
}

/** Opens an ordinary file and nothing else: no link is followed, and a pipe does not make us wait. */
async function openFile(file: string): Promise<FileHandle> {
  try {
    const found = await lstat(file)
    if (found.isSymbolicLink()) throw new Unreadable('file.link')
    if (!found.isFile()) throw new Unreadable('file.notFile')
    // Windows has neither flag; there the check above stands alone.
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
    return await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  } catch (error) {
    if (error instanceof Unreadable) throw error
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new Failure('file.notFound', { file })
    throw new Unreadable(code === 'ELOOP' ? 'file.link' : 'file.denied', code)
  }
}

async function readBytes(file: string): Promise<Buffer> {
  const handle = await openFile(file)
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw new Unreadable('file.notFile')
    if (stat.size > LARGEST_FILE) throw new Unreadable('file.large')
    const bytes = await handle.readFile()
    // It may have grown since.
    if (bytes.length > LARGEST_FILE) throw new Unreadable('file.large')
    return bytes
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable('file.denied', codeOf(error))
  } finally {
    await handle.close()
  }
}

/** Gzip by its first bytes, whatever the file is called. */
async function unpacked(bytes: Buffer): Promise<Buffer> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4)
    throw new Unreadable('file.zip')
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return await unpack(bytes, { maxOutputLength: LARGEST_FILE })
  } catch (error) {
    throw new Unreadable(
      codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? 'file.large' : 'gzip.broken',
      codeOf(error),
    )
  }
}

const encodingOf = (bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
}

/** UTF-8, or UTF-16 with its mark; the mark is not part of the text. */
function decode(bytes: Buffer): string {
  const encoding = encodingOf(bytes)
  if (encoding === 'utf-8' && bytes.includes(0)) throw new Unreadable('encoding.binary')
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new Unreadable('encoding.utf8', encoding)
  }
}

/**
 * Reads one file that the user chose; gzip is unpacked. What the file is or holds never throws.
 * @throws Failure `file.notFound`
 */
export async function readToolFile(file: string): Promise<ToolFile> {
  try {
    return { file, text: decode(await unpacked(await readBytes(file))) }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { file, why: error.why, ...(error.detail === undefined ? {} : { detail: error.detail }) }
  }
}

/**
 * Reads the tools of the given files, in order, as one list without repetition.
 * @throws Failure `file.notFound`
 */
export async function importFiles(
  files: readonly string[],
): Promise<{ reports: ImportReport[]; tools: Tool[] }> {
  const imported: Imported[] = []
  // One after the other: only one file's text is held at a time.
  for (const path of files) {
    const read = await readToolFile(path)
    imported.push('text' in read ? importTools(path, read.text) : refusedFile(path, read.why, read.detail))
  }
  return mergeImports(imported)
}
