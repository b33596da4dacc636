import { resolve } from 'node:path'
import { readArguments, UsageError } from './arguments.ts'
import { BUDGET_OPTIONS, budgetOf, sayBudget } from './limits.ts'
import { withEngine } from './session.ts'

/** What the project has spent and where its jobs stand still; with a cap, sets it and leaves the others. */
export async function budgetVerb(args: readonly string[]): Promise<string> {
  const options = {
    project: { type: 'string' },
    none: { type: 'boolean' },
    json: { type: 'boolean' },
  } as const
  const given = readArguments(args, { ...options, ...BUDGET_OPTIONS })
  const project = given.text('project')
  if (project === undefined || given.files.length > 0)
    throw new UsageError('budget needs --project and no files')
  const wish = budgetOf(given)
  return withEngine({ resumeJobs: false }, async ({ engine }) => {
    await engine.open(resolve(project))
    const { handlers } = engine
    const now = await handlers['budget.project'](undefined)
    const changes = given.flag('none') || Object.keys(wish).length > 0
    const next = { ...(given.flag('none') ? {} : now.budget), ...wish }
    const budget = changes ? await handlers['budget.setProject'](next) : now
    return given.flag('json') ? JSON.stringify(budget) : sayBudget(budget)
  })
}
