/** The one place where words become a line of a POSIX shell. */
import { Failure } from '../failure/failure.ts'

const PLAIN = /^[A-Za-z0-9_./:=@%+,-]+$/

/**
 * One word of a shell line, whatever stands in it: single quotes keep everything but themselves (POSIX 2.2.2).
 *
 * @throws Failure `host.nul` for a NUL, which no argument of a program can hold
 */
export function quoteWord(word: string): string {
  if (word.includes('\0')) throw new Failure('host.nul')
  // `=` leads in zsh's `=name`, `~` is none of the plain ones.
  if (PLAIN.test(word) && !word.startsWith('=')) return word
  return `'${word.replaceAll("'", "'\\''")}'`
}

/** A path as an argument that no program takes for a switch. */
export const pathWord = (path: string): string => (path.startsWith('-') ? `./${path}` : path)

export interface Around {
  /** Where it runs; the user's home unless named. */
  readonly cwd?: string
  /** Added to the environment. Seen in process lists for a moment: never a secret. */
  readonly env?: Readonly<Record<string, string>>
}

/**
 * A program and its arguments as one line that a login shell runs.
 *
 * @throws Failure `host.nul`, `host.badVariable`
 */
export function shellLine(argv: readonly string[], { cwd, env = {} }: Around = {}): string {
  const variables = Object.entries(env).map(([name, value]) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new Failure('host.badVariable', { name })
    return `${name}=${value}`
  })
  const [name = '', ...rest] = argv
  // exec and env would take a leading dash for a switch of their own.
  const plain = [pathWord(name), ...rest]
  // A program whose name holds `=` would be taken for a variable by env.
  const program = name.includes('=') ? ['sh', '-c', 'exec "$0" "$@"', ...plain] : plain
  const words = variables.length > 0 ? ['env', ...variables, ...program] : program
  const line = `exec ${words.map(quoteWord).join(' ')}`
  return cwd === undefined ? line : `cd ${quoteWord(pathWord(cwd))} && ${line}`
}
