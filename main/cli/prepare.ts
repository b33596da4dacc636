import { resolve } from 'node:path'
import { prepareSettingsSchema } from '#core/dialog/settings.ts'
import { Failure } from '#core/failure/failure.ts'
import type { Engine } from '#engine/index.ts'
import { readArguments, UsageError } from './arguments.ts'
import { expectDone, jobAnswer } from './job-answer.ts'
import { goOnOrStart, withEngine } from './session.ts'

/** Prepares samples from simulate jobs: those named, or all that are done. */
export async function prepareVerb(args: readonly string[]): Promise<string> {
  const given = readArguments(args, {
    project: { type: 'string' },
    jobs: { type: 'string' },
    name: { type: 'string' },
    history: { type: 'string' },
    'test-share': { type: 'string' },
    seed: { type: 'string' },
    'no-text': { type: 'boolean' },
    json: { type: 'boolean' },
  })
  const project = given.text('project')
  if (project === undefined || given.files.length > 0)
    throw new UsageError('prepare needs --project and no files')
  const share = given.text('test-share')
  if (share !== undefined && !(Number(share) >= 0 && Number(share) <= 0.9)) {
    throw new UsageError('--test-share takes a number from 0 to 0.9')
  }
  const named = given.text('jobs')?.split(',')
  if (named?.includes('')) throw new UsageError('--jobs takes ids with a comma between two')
  // Read before the project is opened: a wrong number is the call's fault, whatever the project holds.
  const wish = {
    name: given.text('name'),
    history: given.whole('history', 1, 100),
    testShare: share === undefined ? undefined : Number(share),
    seed: given.whole('seed', 0, 2147483647),
    textSamples: !given.flag('no-text'),
  }
  return withEngine({ resumeJobs: true }, async ({ engine, settle }) => {
    await engine.open(resolve(project))
    const id = await goOnOrStart(engine, 'prepare', async () => {
      const jobs = named ?? (await doneJobs(engine))
      if (jobs.length === 0) throw new Failure('job.notFound', {}, 'no simulate job is done')
      return engine.handlers['prepare.start'](prepareSettingsSchema.parse({ jobs, ...wish }))
    })
    const view = await settle(id)
    expectDone(view)
    const dataset = (await engine.handlers['dataset.list'](undefined)).find((d) => d.job === id)
    return given.flag('json')
      ? JSON.stringify({ ...jobAnswer(view), dataset })
      : `${dataset?.counts.train ?? 0} train, ${dataset?.counts.test ?? 0} test`
  })
}

async function doneJobs(engine: Engine): Promise<string[]> {
  const jobs = await engine.handlers['job.list'](undefined)
  return jobs
    .filter((job) => job.spec.kind === 'simulate' && job.state.name === 'done')
    .map((job) => job.spec.id)
}
