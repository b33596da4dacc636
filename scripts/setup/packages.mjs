// The npm packages of the lock file, without their install scripts.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const markOf = (folder) => join(folder, 'node_modules', '.looptool-lock')

export const lockHash = (folder) =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')

/** Whether node_modules is not what the lock file says. The mark is written last, so half an install is stale. */
export function packagesStale(folder) {
  const mark = markOf(folder)
  return !existsSync(mark) || readFileSync(mark, 'utf8').trim() !== lockHash(folder)
}

export async function installPackages(folder, step) {
  const hash = lockHash(folder)
  const count = Object.keys(
    JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages,
  ).length
  await step(`packages: installing what the lock file names (up to ${count})`, () =>
    runNpm(['ci', '--ignore-scripts', '--no-fund', '--no-audit'], folder),
  )
  writeFileSync(markOf(folder), hash)
}

/** Runs npm quietly; what it said is in the error when it fails. */
export function runNpm(args, cwd) {
  const own = process.env.npm_execpath
  const [program, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []]
  return new Promise((resolve, reject) => {
    const npm = spawn(program, [...first, ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm is a .cmd file on Windows; the arguments are ours, not a user's.
      shell: program === 'npm' && process.platform === 'win32',
    })
    let said = ''
    for (const stream of [npm.stdout, npm.stderr]) {
      stream.on('data', (part) => {
        said = (said + part).slice(-8000)
      })
    }
    npm.once('error', reject)
    npm.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`npm ${args[0]} ended with ${code}:\n${said}`)),
    )
  })
}
