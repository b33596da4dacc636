// `npm start [-- --sample [--rounds N] [--dialogs N] [--json FILE]]`: sets up, builds when stale, opens the window.
import { resolve } from 'node:path'
import { buildIfStale } from './build.mjs'
import { openDisplay } from './display.mjs'
import { launch, sandboxProblem } from './launch.mjs'
import { setUp } from './setup.mjs'

/** The file for the counts is meant from where the command was typed. */
const fromHere = (args) =>
  args.map((arg, i) => (args[i - 1] === '--json' ? resolve(process.env.INIT_CWD ?? '.', arg) : arg))

try {
  await setUp()
  buildIfStale()
  const problem = sandboxProblem()
  if (problem) throw new Error(problem)
  const display = await openDisplay()
  // Without a desktop there is no message bus either, which Chromium would report line by line.
  const quiet = display.own ? ['--log-level=3'] : []
  process.exitCode = await launch([...quiet, ...fromHere(process.argv.slice(2))], { env: display.env })
  display.close()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
