import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { type CallName, decodeCall } from '#core/contract/index.ts'
import { SAMPLE_SIZE } from '#core/nano/sample-round.ts'
import type { Engine, EngineCallName } from '#engine/index.ts'
import { type Call, runSample } from '../sample-run.ts'
import { readArguments, UsageError } from './arguments.ts'
import { RECIPE_OPTIONS, recipeWish } from './recipe-flags.ts'
import { withEngine } from './session.ts'
import { usage } from './usage.ts'

/** The contract's calls, answered by the engine in this process. */
function callsOf(engine: Engine): Call {
  const call = async (name: CallName, input?: unknown): Promise<unknown> => {
    const handler = engine.handlers[name as EngineCallName] as (decoded: unknown) => unknown
    return handler(decodeCall(name, input))
  }
  return call as Call
}

/** The sample project's loop without a window; on an existing project it resumes. Prints the counts as JSON. */
export async function sampleVerb(args: readonly string[]): Promise<string> {
  const given = readArguments(args, {
    ...{ rounds: { type: 'string' }, dialogs: { type: 'string' }, 'held-out': { type: 'string' } },
    ...RECIPE_OPTIONS,
    seed: { type: 'string' },
    project: { type: 'string' },
    json: { type: 'string' },
  })
  if (given.files.length > 0) throw new UsageError('sample takes no files')
  const project = given.text('project')
  const wish = {
    resumeJobs: true,
    ...(project === undefined ? {} : { sampleFolder: resolve(project) }),
  }
  return withEngine(wish, async ({ engine }) => {
    const began = performance.now()
    const counts = await runSample(callsOf(engine), {
      rounds: given.whole('rounds', 1, 100) ?? SAMPLE_SIZE.rounds,
      dialogs: given.whole('dialogs', 1, 100_000) ?? SAMPLE_SIZE.dialogs,
      heldOut: given.whole('held-out', 1, 100_000) ?? SAMPLE_SIZE.heldOut,
      steps: given.whole('steps', 1, 100_000) ?? SAMPLE_SIZE.steps,
      seed: given.whole('seed', 0, 1_000_000) ?? SAMPLE_SIZE.seed,
      recipe: recipeWish(given),
      say: (line) => process.stderr.write(`${line}\n`),
      pause: () => later(200),
    })
    const seconds = Math.round((performance.now() - began) / 100) / 10
    const answer = { ...counts, seconds, ...usage() }
    const file = given.text('json')
    if (file !== undefined) await writeFile(file, `${JSON.stringify(answer, null, 2)}\n`)
    return JSON.stringify(answer)
  })
}
