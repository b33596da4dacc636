/** shellcheck over lines for a shell, where it is to be had. */
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { tempFolder } from './project.ts'

/** Of the folder in the user's cache where `npm run test:real` puts it. */
export const SHELLCHECK = 'shellcheck-0.11'

/** The program, or undefined where nobody has installed it. */
export function findShellcheck(): string | undefined {
  const cache = process.env.LOOPTOOL_CACHE ?? process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
  const made = join(cache, 'looptool', SHELLCHECK, 'bin', 'shellcheck')
  if (existsSync(made)) return made
  return spawnSync('shellcheck', ['--version']).status === 0 ? 'shellcheck' : undefined
}

/**
 * What it says of quotes that do what they are there for: `$`, a tilde, a backslash stand in them as they are, and signs of
 * other scripts are part of a name. And every shell that people log in with has `ulimit -n`, whatever POSIX says.
 */
const MEANT = ['SC2016', 'SC2088', 'SC1003', 'SC2028', 'SC1018', 'SC1110', 'SC1111', 'SC1112', 'SC3045']

const toldSchema = z.array(
  z.object({ file: z.string(), code: z.number(), level: z.string(), message: z.string() }),
)

/** What it says of scripts of one line each, with the line. */
export function troublesOf(program: string, lines: readonly string[]): string[] {
  const temp = tempFolder()
  try {
    const files = lines.map((line, i) => {
      const file = join(temp.path, `${i}.sh`)
      writeFileSync(file, `#!/bin/sh\n${line}\n`)
      return file
    })
    const args = ['--norc', '--format=json', `--exclude=${MEANT.join()}`, ...files]
    const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
    if (error || stdout === '') throw new Error(`shellcheck: ${error?.message ?? stderr}`)
    return toldSchema
      .parse(JSON.parse(stdout))
      .map(
        ({ file, code, level, message }) => `SC${code} ${level} ${message} | ${lines[files.indexOf(file)]}`,
      )
  } finally {
    temp.remove()
  }
}
