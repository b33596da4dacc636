/** What a project's archive says of itself: the list of its files with their sizes and checksums. */
import { z } from 'zod'

export const ARCHIVE_FORMAT = 1
export const MANIFEST = 'looptool-archive.json'

const manifestSchema = z.object({
  format: z.number().int().min(1),
  appVersion: z.string(),
  /** ISO 8601. */
  createdAt: z.string(),
  project: z.object({ id: z.string().min(1), name: z.string().min(1) }),
  files: z.array(
    z.object({
      path: z.string(),
      bytes: z.number().int().min(0),
      /** Hexadecimal. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
})
export type ArchiveManifest = z.infer<typeof manifestSchema>

/** A path below a folder, in every system's eyes: no way out of it, no drive, no name that means a device. */
export function isSafePath(path: string): boolean {
  if (path.length === 0 || path.length > 1024 || /[\\:*?"<>|\u0000-\u001f]/.test(path)) return false
  return path
    .split('/')
    .every(
      (name) =>
        name !== '' &&
        name.length <= 255 &&
        !/^\.+$|[. ]$/.test(name) &&
        !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name),
    )
}

export type ManifestProblem = 'unreadable' | 'newer' | 'names' | 'incomplete'

/** @returns why it cannot be used instead; on `newer`, with its format */
export function readManifest(
  text: string,
): ArchiveManifest | { readonly problem: ManifestProblem; readonly found: number } {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return { problem: 'unreadable', found: 0 }
  }
  const found = z.looseObject({ format: z.number() }).safeParse(raw).data?.format ?? 0
  if (found > ARCHIVE_FORMAT) return { problem: 'newer', found }
  const manifest = manifestSchema.safeParse(raw).data
  if (!manifest) return { problem: 'unreadable', found }
  const paths = manifest.files.map(({ path }) => path)
  const folded = new Set(paths.map((path) => path.toLowerCase()))
  if (!paths.every(isSafePath) || folded.size !== paths.length) return { problem: 'names', found }
  if (!paths.includes('project.json') || !paths.includes('project.sqlite'))
    return { problem: 'incomplete', found }
  return manifest
}
