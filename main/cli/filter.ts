import { resolve } from 'node:path'
import { FILTER_RULES } from '#core/filter/rules.ts'
import { checkSettingsSchema, filterSettingsSchema } from '#core/filter/settings.ts'
import { readArguments, UsageError } from './arguments.ts'
import { datasetNamed } from './dataset-named.ts'
import { expectDone, jobAnswer, pilotAnswer } from './job-answer.ts'
import { LIMIT_OPTIONS, limitsOf } from './limits.ts'
import { readPlayer } from './player.ts'
import { goOnOrStart, withEngine } from './session.ts'

const ruleNamed = (name: string): (typeof FILTER_RULES)[number] => {
  const found = FILTER_RULES.find((rule) => rule === name)
  if (found === undefined) throw new UsageError(`there is no rule ${name}; known: ${FILTER_RULES.join(', ')}`)
  return found
}

/** A new dataset without the samples that rules, and with `--check` a checker's votes, speak against. */
export async function filterVerb(args: readonly string[]): Promise<string> {
  const given = readArguments(args, {
    ...{ project: { type: 'string' }, dataset: { type: 'string' }, rules: { type: 'string' } },
    ...{ check: { type: 'string' }, name: { type: 'string' }, json: { type: 'boolean' } },
    ...LIMIT_OPTIONS,
  })
  const project = given.text('project')
  if (project === undefined || given.files.length > 0)
    throw new UsageError('filter needs --project and no files')
  const rules = given.text('rules')?.split(',').map(ruleNamed)
  const check = given.text('check')
  const checker = check === undefined ? undefined : readPlayer(check)
  const limits = limitsOf(given)
  return withEngine({ resumeJobs: true }, async ({ engine, settle }) => {
    await engine.open(resolve(project))
    const { handlers } = engine
    const dataset = (await datasetNamed(engine, given.text('dataset'))).id
    let checkJob: string | undefined
    if (checker !== undefined) {
      const settings = checkSettingsSchema.parse({ dataset })
      const start = async () => handlers['check.start']({ settings, checker, limits })
      checkJob = await goOnOrStart(engine, 'check', start, limits.budget)
      const checked = await settle(checkJob)
      const piloted = pilotAnswer(checked, given.flag('json'))
      if (piloted !== undefined) return piloted
      expectDone(checked)
    }
    const wish = filterSettingsSchema.parse({ dataset, rules, checkJob, name: given.text('name') })
    const id = await goOnOrStart(engine, 'filter', async () => handlers['filter.start'](wish))
    const view = await settle(id)
    expectDone(view)
    const made = (await handlers['dataset.list'](undefined)).find(({ job }) => job === id)
    if (given.flag('json')) return JSON.stringify({ ...jobAnswer(view), dataset: made })
    const removed = Object.entries(made?.counts.refused ?? {}).map(([why, count]) => `${count} ${why}`)
    return `${made?.counts.train ?? 0} train, ${made?.counts.test ?? 0} test; removed: ${removed.join(', ') || 'none'}`
  })
}
