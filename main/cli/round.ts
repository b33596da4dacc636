import { Failure } from '#core/failure/failure.ts'
import type { JobSpec } from '#core/job/job.ts'
import { nextRound } from '#engine/next-round.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { type Arguments, readArguments, UsageError } from './arguments.ts'
import { jobAnswer } from './job-answer.ts'
import { withEngine } from './session.ts'

type Player = NonNullable<JobSpec['roles']['policy']>
const PRACTICE: Player = [{ endpoint: 'practice', model: 'practice', scripted: true }]

function player(given: Arguments, url: string, model: string): Player {
  const endpoint = given.text(url)
  const name = given.text(model)
  if ((endpoint === undefined) !== (name === undefined))
    throw new UsageError(`--${url} and --${model} go together`)
  return endpoint === undefined || name === undefined
    ? PRACTICE
    : [{ endpoint, model: name, scripted: false }]
}

/** One round on: round 1 is composed from what was prepared; later ones probe, judge and expand the round before. */
export async function roundVerb(args: readonly string[]): Promise<string> {
  const given = readArguments(args, {
    project: { type: 'string' },
    seed: { type: 'string' },
    policy: { type: 'string' },
    'policy-model': { type: 'string' },
    judge: { type: 'string' },
    'judge-model': { type: 'string' },
    json: { type: 'boolean' },
  })
  const project = given.text('project')
  if (project === undefined || given.files.length > 0)
    throw new UsageError('round needs --project and no files')
  const judge = player(given, 'judge', 'judge-model')
  const roles = { policy: player(given, 'policy', 'policy-model'), judge, expander: judge, checker: judge }
  const seed = given.whole('seed', 0, 2147483647) ?? 1
  return withEngine({ resumeJobs: true }, async ({ engine }) => {
    const wish = { roles, seed, appVersion: packageJson.version, now: () => new Date() }
    const { round, dataset, jobs } = await nextRound(await engine.open(project), wish)
    if (dataset.counts.train === 0) throw new Failure('dataset.empty')
    const answer = { round, dataset, jobs: jobs.map(jobAnswer) }
    return given.flag('json')
      ? JSON.stringify(answer)
      : `round ${round}: ${dataset.counts.train} train, ${dataset.counts.test} held out`
  })
}
