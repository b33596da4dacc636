// Makes a checkout ready to run: packages, Electron's program, what Linux lacks. The second time it does nothing.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { electronPath, root } from './electron-path.mjs'
import { installDebian } from './setup/debian.mjs'
import { electronStale, installElectron } from './setup/electron.mjs'
import { installPackages, packagesStale } from './setup/packages.mjs'
import { inTurn } from './setup/turn.mjs'

const HEARTBEAT_MS = 10_000

/** @param {(line: string) => void} [say] hears each line of progress @throws Error with what to do about it */
export async function setUp(say = console.log) {
  if (isReady()) return
  await inTurn(root, say, async () => {
    if (isReady()) return
    const began = Date.now()
    const step = stepper(say)
    say('Setting up LoopTool (once per checkout)')
    if (packagesStale(root)) await installPackages(root, step)
    if (electronStale(root)) {
      const { version, source } = await installElectron(root, step)
      say(`  Electron ${version} (${source === 'official' ? 'official' : 'stand-in'})`)
    }
    if (systemStale()) await completeLinux(say, step)
    say(`Set up in ${seconds(began)}`)
  })
}

const systemMark = join(root, '.electron', 'system-complete')
const systemStale = () => process.platform === 'linux' && !existsSync(systemMark)
const isReady = () => !packagesStale(root) && !electronStale(root) && !systemStale()

async function completeLinux(say, step) {
  const lacking = await installDebian(electronPath(), step)
  if (!lacking) return writeFileSync(systemMark, '')
  const { missing, command } = lacking
  const how = command ? `Ask an administrator to run: ${command}` : 'Install them with your package manager.'
  say(`  missing on this system: ${missing.join(', ')}. ${how}`)
}

/** Wraps a piece of work in lines that say what it is, that it still goes on, and how long it took. */
function stepper(say) {
  return async (what, work) => {
    const began = Date.now()
    say(`  ${what} …`)
    const beat = setInterval(() => say(`    … ${seconds(began)}`), HEARTBEAT_MS)
    try {
      const made = await work((line) => say(`    ${line}`))
      say(`    done in ${seconds(began)}`)
      return made
    } finally {
      clearInterval(beat)
    }
  }
}

const seconds = (began) => `${((Date.now() - began) / 1000).toFixed(1)} s`

if (
  existsSync(join(root, 'package-lock.json')) &&
  import.meta.url === pathToFileURL(process.argv[1] ?? '').href
) {
  try {
    await setUp()
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
