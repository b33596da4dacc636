// What Electron needs of a Debian or Ubuntu system, installed only when missing and only as root.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** By what is missed: the package, with its newer name first where a release renamed it. */
const PACKAGES = {
  'libgtk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libnss3.so': ['libnss3'],
  'libasound.so.2': ['libasound2t64', 'libasound2'],
  'libgbm.so.1': ['libgbm1'],
  Xvfb: ['xvfb'],
  'a Chinese font': ['fonts-noto-cjk'],
}

export const has = (program) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

/** Names of what is missing, as keys of PACKAGES or as ldd says them. */
export function missingOnLinux(electron) {
  const ldd = spawnSync('ldd', [electron], { encoding: 'utf8' })
  const missing = [...(ldd.stdout ?? '').matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name)
  if (!has('Xvfb')) missing.push('Xvfb')
  const fonts = has('fc-list')
    ? spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' }).stdout
    : ''
  if (!fonts?.trim() && !existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')) {
    missing.push('a Chinese font')
  }
  return missing
}

/**
 * @returns what is still missing and the command that an administrator would run; nothing when all is there
 */
export async function installDebian(electron, step) {
  const missing = missingOnLinux(electron)
  if (missing.length === 0) return undefined
  if (!has('apt-get')) return { missing, command: undefined }
  const root = process.getuid?.() === 0
  if (!root)
    return { missing, command: `sudo apt-get install -y --no-install-recommends ${names(missing).join(' ')}` }
  await step(`system: installing ${missing.join(', ')}`, () => {
    apt(['update', '-qq'])
    apt(['install', '-y', '-qq', '--no-install-recommends', ...names(missing)])
  })
  const left = missingOnLinux(electron)
  return left.length === 0 ? undefined : { missing: left, command: undefined }
}

/** Any missing library brings the whole set: Electron loads some of them only when it draws. */
function names(missing) {
  const libraries = missing.some((name) => name.includes('.so'))
  const wanted = libraries
    ? Object.entries(PACKAGES).filter(([key]) => key.includes('.so') || missing.includes(key))
    : Object.entries(PACKAGES).filter(([key]) => missing.includes(key))
  return wanted.map(([, candidates]) => candidates.find(isKnown) ?? candidates.at(-1))
}

/** Whether this release has a package of that name (a name alone may be a mere alias of several). */
const isKnown = (name) => {
  const { stdout } = spawnSync('apt-cache', ['show', '--no-all-versions', name], { encoding: 'utf8' })
  return stdout?.startsWith('Package:') ?? false
}

export function apt(args) {
  const { status, stderr, stdout } = spawnSync('apt-get', args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (status !== 0) throw new Error(`apt-get ${args[0]} ended with ${status}:\n${stdout}\n${stderr}`)
}
