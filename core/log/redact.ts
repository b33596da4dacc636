/** What is blotted out before a line is kept in a log or given to others. */

export const BLOT = '•••'

/** Shorter ones would blot out half of every text; no server hands out such keys. */
const SHORTEST_SECRET = 6

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, BLOT],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{4,}/gi, `$1 ${BLOT}`],
  [/\b(?:sk|pk|hf|gh[pousr]|xox[abprs]|glpat|AKIA)[-_]?[A-Za-z0-9_-]{12,}/g, BLOT],
  // An address with a login in it.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]+@/gi, `$1${BLOT}@`],
  [
    /((?:api[-_]?key|access[-_]?token|auth[-_]?token|token|secret|password|passphrase|passwd|authorization)["']?\s*[:=]\s*["']?)(?!•)[^\s"',;&}]{4,}/gi,
    `$1${BLOT}`,
  ],
]

/** Keys and passwords, known ones and what looks like one. @param secrets texts that must not come through */
export function withoutSecrets(text: string, secrets: Iterable<string> = []): string {
  let clean = text
  for (const secret of secrets) if (secret.length >= SHORTEST_SECRET) clean = clean.replaceAll(secret, BLOT)
  for (const [pattern, to] of PATTERNS) clean = clean.replace(pattern, to)
  return clean
}

/** Folders by what they are called in their place, e.g. `/home/ann` → `~`. */
export type KnownFolders = readonly (readonly [folder: string, name: string])[]

/** The same folder as a JSON text or a Windows path writes it. */
const spellings = (folder: string): string[] => [
  ...new Set([folder, folder.replaceAll('\\', '\\\\'), folder.replaceAll('\\', '/'), encodeURI(folder)]),
]

/** Paths that name a person. @param folders replaced by their names, the longest first */
export function withoutPeople(text: string, folders: KnownFolders): string {
  let clean = text
  const longest = [...folders].filter(([folder]) => folder.length > 1)
  longest.sort(([a], [b]) => b.length - a.length)
  for (const [folder, name] of longest)
    for (const spelling of spellings(folder)) clean = clean.replaceAll(spelling, name)
  return clean
    .replace(/(\/(?:home|Users)\/)[^/\s"'\\]+/g, '$1~')
    .replace(/([A-Za-z]:(?:\\{1,2}|\/)Users(?:\\{1,2}|\/))[^\\/\s"']+/gi, '$1~')
}
