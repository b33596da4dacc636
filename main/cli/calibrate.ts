import { resolve } from 'node:path'
import { calibrateSettingsSchema } from '#core/judge/settings.ts'
import type { Rate } from '#core/judge/wilson.ts'
import { readArguments, UsageError } from './arguments.ts'
import { datasetNamed } from './dataset-named.ts'
import { expectDone, jobAnswer, pilotAnswer } from './job-answer.ts'
import { LIMIT_OPTIONS, limitsOf } from './limits.ts'
import { PRACTICE, playersOf } from './player.ts'
import { goOnOrStart, withEngine } from './session.ts'

const percent = ({ right, total, low, high }: Rate): string =>
  `${right} of ${total} (95 %: ${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)} %)`

/** Measures judges on planted cases from a dataset's own samples, and warns in numbers. */
export async function calibrateVerb(args: readonly string[]): Promise<string> {
  const given = readArguments(args, {
    ...{ project: { type: 'string' }, dataset: { type: 'string' }, judges: { type: 'string' } },
    ...{ cases: { type: 'string' }, votes: { type: 'string' }, quorum: { type: 'string' } },
    ...{ seed: { type: 'string' }, json: { type: 'boolean' } },
    ...LIMIT_OPTIONS,
  })
  const project = given.text('project')
  if (project === undefined || given.files.length > 0)
    throw new UsageError('calibrate needs --project and no files')
  const judges = playersOf(given, 'judges') ?? [PRACTICE]
  const wish = {
    cases: given.whole('cases', 60, 10_000),
    votes: given.whole('votes', 1, 99),
    quorum: given.whole('quorum', 1, 99),
    seed: given.whole('seed', 0, 2147483647),
  }
  const limits = limitsOf(given)
  return withEngine({ resumeJobs: true }, async ({ engine, settle }) => {
    await engine.open(resolve(project))
    const start = async () => {
      const dataset = (await datasetNamed(engine, given.text('dataset'))).id
      const settings = calibrateSettingsSchema.parse({ ...wish, dataset })
      return engine.handlers['calibrate.start']({ settings, judges, limits })
    }
    const id = await goOnOrStart(engine, 'calibrate', start, limits.budget)
    const view = await settle(id)
    const piloted = pilotAnswer(view, given.flag('json'))
    if (piloted !== undefined) return piloted
    expectDone(view)
    const found = (await engine.handlers['calibrate.list'](undefined)).find(({ job }) => job.spec.id === id)
    const report = found?.report
    if (given.flag('json') || report === undefined) return JSON.stringify({ ...jobAnswer(view), report })
    const { votes, swapConsistency, quorum, perThousand, warnings } = report
    return [
      `votes right: ${percent(votes)}`,
      `same in both orders: ${percent(swapConsistency)}`,
      `expected of a ballot: ${(100 * quorum.right).toFixed(1)} % right, ${(100 * quorum.wrong).toFixed(1)} % wrong, ${(100 * quorum.none).toFixed(1)} % undecided`,
      `1,000 samples: ${perThousand.requests} requests, ${Math.round(perThousand.tokens)} tokens`,
      ...warnings.map(({ code, value }) => `warning ${code}: ${value.toFixed(3)}`),
    ].join('\n')
  })
}
