import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'

/** A CA's certificates as PEM text. @throws Error when the file cannot be read or its first certificate is none */
export async function readCaFile(file: string): Promise<string> {
  const text = await readFile(file, 'utf8')
  new X509Certificate(text)
  return text
}
