import type { Handlers } from '#core/contract/contract.ts'
import { Failure } from '#core/failure/failure.ts'
import { endpointBook } from '../kept-endpoints.ts'
import { readRoles, writeRoles } from '../project/setting-records.ts'
import type { EngineHost } from './engine-host.ts'

type BudgetCall = Extract<keyof Handlers, `budget.${string}` | `roles.${string}`>

/** Budgets of a project, and who plays its roles. */
export const budgetCalls = (engine: EngineHost): Handlers<BudgetCall> => ({
  'budget.project': () => engine.project().budget(),
  'budget.setProject': (budget) => engine.project().setBudget(budget),
  'roles.project': () => engine.project().roles(),
  'roles.setPlayers': async ({ role, endpoints }) => {
    const { endpoints: kept } = await endpointBook(engine.deps).read()
    if (endpoints?.some((id) => !kept.some((one) => one.id === id))) throw new Failure('endpoint.gone')
    const { store } = engine.project().folder
    const { roles: now, sampling } = await readRoles(store)
    const { [role]: _, ...others } = now
    const next = { roles: endpoints === null ? others : { ...now, [role]: endpoints }, sampling }
    await writeRoles(store, next)
    return next
  },
  'roles.setSettings': async ({ role, settings }) => {
    const { store } = engine.project().folder
    const { roles, sampling: now } = await readRoles(store)
    const { [role]: _, ...others } = now
    const sampling = Object.keys(settings).length === 0 ? others : { ...now, [role]: settings }
    await writeRoles(store, { roles, sampling })
    return { roles, sampling }
  },
})
