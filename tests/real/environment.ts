/** A Python of their own for the checks against other programs, made once in the user's cache folder. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
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
  /** Another way to install them into a Python of their own. @returns what went wrong */
  install?(python: string, deadlineMs: number): string | undefined
}

/** TRL, and what else the checks of models and trainings import. */
export const TRL_PYTHON: Wanted = {
  name: 'small-policy-1',
  packages: ['trl==1.16.0', 'peft==0.21.2', 'torch==2.15.0', 'transformers==5.24.0', 'gguf==0.19.0'],
  modules: ['trl', 'peft', 'gguf', 'safetensors'],
  variable: 'LOOPTOOL_TRL_PYTHON',
  ...(process.platform === 'linux' ? { install: installCpuTrl } : {}),
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

function run(argv: readonly string[], until: number): string | undefined {
  const [program = '', ...args] = argv
  const end = spawnSync(program, args, { encoding: 'utf8', timeout: Math.max(1, until - Date.now()) })
  return end.status === 0 ? undefined : (end.error?.message ?? end.stderr.trim().slice(-300)) || 'no word'
}

const pipInstall = (python: string, words: readonly string[], until: number): string | undefined =>
  run([python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...words], until)

/** Of what the lock of the host kit names: CUDA's libraries, but those that torch calls as it is loaded. */
const LEFT_OUT = /^(nvidia-(?!cuda-(runtime|cupti))|cuda-|triton)/
const GGUF = ['gguf==0.19.0', 'requests==2.34.2', 'urllib3', 'certifi', 'charset-normalizer']

/**
 * For Linux PyPI serves torch for GPUs alone, which brings three gigabytes of CUDA. Everything else of the host kit's lock
 * is installed, by its hashes, and torch is made to do without (`cpu-torch.py`).
 */
function installCpuTrl(python: string, until: number): string | undefined {
  const folder = join(python, '../..')
  const lock = readFileSync(join(import.meta.dirname, '../../resources/host/envs/small.lock'), 'utf8')
  const file = join(folder, 'wanted.txt')
  writeFileSync(
    file,
    lock
      .split(/\n(?=[a-z])/)
      .filter((block) => !LEFT_OUT.test(block))
      .join('\n'),
  )
  const site = spawnSync(python, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], {
    encoding: 'utf8',
  }).stdout.trim()
  return (
    pipInstall(python, ['--no-deps', '--require-hashes', '-r', file], until) ??
    pipInstall(python, ['--no-deps', ...GGUF], until) ??
    run([python, join(import.meta.dirname, 'cpu-torch.py'), site], until)
  )
}

/** A Python that imports what is wanted, or why there is none. */
export function findPython({ name, packages, modules, variable, minutes, install }: Wanted): Found {
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
  const until = Date.now() + minutes * 60_000
  const problem = install ? install(python, until) : pipInstall(python, packages, until)
  return problem === undefined && has(python, modules)
    ? { python }
    : { why: `${packages.join(' ')} cannot be had: ${problem ?? 'they cannot be imported'}` }
}
