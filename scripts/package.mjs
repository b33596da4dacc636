// Packages the built program for this system: `npm run package:dir` (a folder) or `npm run package` (installers).
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buildIfStale } from './build.mjs'
import { root } from './electron-path.mjs'
import { setUp } from './setup.mjs'

const ALLOW = '--allow-unofficial-electron'
const SYSTEM = { linux: '--linux', win32: '--win', darwin: '--mac' }

/** Why this Electron may not be packaged, or undefined when it may. */
export function packagingProblem({ source, version }, args) {
  if (source === 'official' || args.includes(ALLOW)) return undefined
  return (
    `The Electron here (${version}) is a stand-in for development and tests; what users get must be the official program.\n` +
    `Run \`npm run setup\` where it can be fetched, or add ${ALLOW} to try the packaging with the stand-in.`
  )
}

async function main(args) {
  await setUp()
  const electron = JSON.parse(readFileSync(join(root, '.electron/current.json'), 'utf8'))
  const problem = packagingProblem(electron, args)
  if (problem) throw new Error(problem)
  buildIfStale()
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/electron-builder/cli.js'),
      SYSTEM[process.platform] ?? '--linux',
      ...(args.includes('--dir') ? ['dir'] : []),
      '--publish',
      'never',
      `-c.electronVersion=${electron.version}`,
      `-c.electronDist=${join(root, '.electron', electron.version)}`,
    ],
    { cwd: root, stdio: 'inherit' },
  )
  return status ?? 1
}

if (
  process.argv[1] &&
  dirname(process.argv[1]) === join(root, 'scripts') &&
  process.argv[1].endsWith('package.mjs')
) {
  try {
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
