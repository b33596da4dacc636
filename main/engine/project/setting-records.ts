/** What a project is set to, in its database: a text of JSON by name. */
import type { z } from 'zod'
import { type ProjectRoles, projectRolesSchema } from '#core/endpoint/role-table.ts'
import { budgetSchema } from '#core/job/budget.ts'
import type { Budget } from '#core/job/job.ts'
import { type TrainDraft, trainDraftSchema } from '#core/training/draft.ts'
import type { Store } from './store.ts'
import { readStored } from './stored.ts'

/** What is absent reads as an empty object, so that every setting has its defaults. */
async function read<Shape extends z.ZodType>(
  store: Store,
  name: string,
  shape: Shape,
): Promise<z.output<Shape>> {
  const row = await store.get('SELECT body FROM project_setting WHERE name = ?', [name])
  return readStored('setting', String(row?.body ?? '{}'), (raw) => shape.parse(raw))
}

const write = (store: Store, name: string, value: unknown): Promise<void> =>
  store.write([
    {
      sql: 'INSERT INTO project_setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET body = excluded.body',
      params: [name, JSON.stringify(value)],
    },
  ])

export const readBudget = (store: Store): Promise<Budget> => read(store, 'budget', budgetSchema)
export const writeBudget = (store: Store, budget: Budget): Promise<void> => write(store, 'budget', budget)

export const readRoles = (store: Store): Promise<ProjectRoles> => read(store, 'roles', projectRolesSchema)
export const writeRoles = (store: Store, roles: ProjectRoles): Promise<void> => write(store, 'roles', roles)

export const readTrainDraft = (store: Store): Promise<TrainDraft> =>
  read(store, 'trainDraft', trainDraftSchema)
export const writeTrainDraft = (store: Store, draft: TrainDraft): Promise<void> =>
  write(store, 'trainDraft', draft)
