import { resolve } from 'node:path'
import { CASE_TYPES, LANGUAGES, LEVELS } from '#core/dialog/case-type.ts'
import { DEFAULT_SIMULATE, type SimulateSettings } from '#core/dialog/settings.ts'
import { Failure } from '#core/failure/failure.ts'
import type { Engine } from '#engine/index.ts'
import { type Arguments, readArguments, UsageError } from './arguments.ts'
import { expectDone, jobAnswer, pilotAnswer } from './job-answer.ts'
import { LIMIT_OPTIONS, limitsOf } from './limits.ts'
import { goOnOrStart, withEngine } from './session.ts'

/** The tool set of that name, or the latest. @throws Failure `toolSet.notFound` */
async function toolSetId(engine: Engine, name: string | undefined): Promise<string> {
  const sets = await engine.handlers['toolSet.list'](undefined)
  const found = name === undefined ? sets[0] : sets.find((set) => set.name === name || set.id === name)
  if (!found)
    throw new Failure('toolSet.notFound', {}, name ?? 'the project has no tool set: import one first')
  return found.id
}

function settingsOf(given: Arguments): Omit<SimulateSettings, 'toolSetId'> {
  const url = given.text('endpoint')
  const model = given.text('model')
  if ((url === undefined) !== (model === undefined))
    throw new UsageError('--endpoint and --model go together')
  return {
    ...DEFAULT_SIMULATE,
    count: given.whole('count', 1, 1_000_000) ?? DEFAULT_SIMULATE.count,
    seed: given.whole('seed', 0, 2147483647) ?? DEFAULT_SIMULATE.seed,
    mix: given.shares('mix', CASE_TYPES) ?? DEFAULT_SIMULATE.mix,
    languages: {
      ...none(LANGUAGES),
      ...(given.shares('languages', LANGUAGES) ?? DEFAULT_SIMULATE.languages),
    },
    levels: { ...none(LEVELS), ...(given.shares('levels', LEVELS) ?? DEFAULT_SIMULATE.levels) },
    concurrency: given.whole('concurrency', 1, 2048) ?? DEFAULT_SIMULATE.concurrency,
    players:
      url === undefined || model === undefined ? DEFAULT_SIMULATE.players : { kind: 'endpoint', url, model },
    ...limitsOf(given),
  }
}

const none = <K extends string>(keys: readonly K[]): Record<K, number> =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>

/** Starts a simulate job and waits for it; a job that an earlier run left unfinished goes on instead. */
export async function simulateVerb(args: readonly string[]): Promise<string> {
  const given = readArguments(args, {
    project: { type: 'string' },
    count: { type: 'string' },
    seed: { type: 'string' },
    tools: { type: 'string' },
    mix: { type: 'string' },
    languages: { type: 'string' },
    levels: { type: 'string' },
    concurrency: { type: 'string' },
    ...LIMIT_OPTIONS,
    endpoint: { type: 'string' },
    model: { type: 'string' },
    json: { type: 'boolean' },
  })
  const project = given.text('project')
  if (project === undefined || given.files.length > 0)
    throw new UsageError('simulate needs --project and no files')
  const settings = settingsOf(given)
  return withEngine({ resumeJobs: true }, async ({ engine, settle }) => {
    // Not made when missing: a project without a tool set can simulate nothing.
    await engine.open(resolve(project))
    const start = async (): Promise<{ id: string }> => {
      const id = await toolSetId(engine, given.text('tools'))
      return engine.handlers['simulate.start']({ settings: { ...settings, toolSetId: id } })
    }
    const view = await settle(await goOnOrStart(engine, 'simulate', start, settings.budget))
    const piloted = pilotAnswer(view, given.flag('json'))
    if (piloted !== undefined) return piloted
    expectDone(view)
    return given.flag('json') ? JSON.stringify(jobAnswer(view)) : `${view.counts.done} dialogs`
  })
}
