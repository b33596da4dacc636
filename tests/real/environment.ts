/** A Python of their own for the checks against other programs, made once in the user's cache folder. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Exit code of a check that could not be made here. */
export const LACKING = 77

export interface Wanted {
  /** Of the folder in the cache. */
  readonly name: string
  /** Pinned, as pip takes them. */
  readonly packages: readonly string[]
  /** What the check imports. */
  readonly modules: readonly string[]
  /** Names a Python that has them already. */
  readonly variable: string
  /** Whether they may be installed now, in minutes at most; undefined: only looked for. */
  readonly minutes?: number
}

/** TRL, and what else the checks of models and trainings import. */
export const TRL_PYTHON: Wanted = {
  name: 'small-policy-1',
  packages: ['trl==1.16.0', 'peft==0.21.2', 'torch==2.15.0', 'transformers==5.24.0', 'gguf==0.19.0'],
  modules: ['trl', 'peft', 'gguf', 'safetensors'],
  variable: 'LOOPTOOL_TRL_PYTHON',
}

export type Found =
  | { readonly python: string; readonly why?: never }
  | { readonly why: string; readonly python?: never }

const windows = process.platform === 'win32'
const cacheFolder = (): string =>
  join(process.env.LOOPTOOL_CACHE ?? process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'looptool')

const has = (python: string, modules: readonly string[]): boolean =>
  spawnSync(python, ['-c', modules.map((module) => `import ${module}`).join(';')], { encoding: 'utf8' })
    .status === 0

/** A Python that imports what is wanted, or why there is none. */
export function findPython({ name, packages, modules, variable, minutes }: Wanted): Found {
  const given = process.env[variable]
  if (given !== undefined)
    return has(given, modules)
      ? { python: given }
      : { why: `${variable} names a Python without ${modules.join(', ')}` }
  const folder = join(cacheFolder(), name)
  const python = join(folder, windows ? 'Scripts/python.exe' : 'bin/python')
  if (existsSync(python) && has(python, modules)) return { python }
  if (minutes === undefined)
    return {
      why: `no Python with ${packages.join(' ')}; \`npm run test:real\` makes one, or name one in ${variable}`,
    }
  const made = spawnSync(windows ? 'python' : 'python3', ['-m', 'venv', folder], { encoding: 'utf8' })
  if (made.status !== 0) return { why: `no Python with venv: ${made.error?.message ?? made.stderr.trim()}` }
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]
  const installed = spawnSync(python, args, { encoding: 'utf8', timeout: minutes * 60_000 })
  return installed.status === 0 && has(python, modules)
    ? { python }
    : { why: `${packages.join(' ')} cannot be had: ${installed.stderr.trim().slice(-300)}` }
}
