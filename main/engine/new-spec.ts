import { randomUUID } from 'node:crypto'
import { ROLES } from '#core/endpoint/role.ts'
import type { RoleSettingsTable } from '#core/endpoint/role-settings.ts'
import type { JobSpec } from '#core/job/job.ts'

/** What a new job is to do; what every job records is added. */
export type SpecWish = Pick<
  JobSpec,
  'kind' | 'title' | 'inputs' | 'roles' | 'settings' | 'seed' | 'concurrency'
> &
  Partial<Pick<JobSpec, 'id' | 'parent' | 'budget' | 'pilot' | 'sampling'>>

/** What every job records of the program and the project. */
export interface SpecSource {
  readonly appVersion: string
  /** ISO 8601. */
  now(): string
  /** Content hash of every prompt in force, by id. */
  promptHashes(): Promise<Record<string, string>>
  /** What the user changes of the roles' settings, the project's word first. */
  roleSettings(): Promise<RoleSettingsTable>
}

/** Of the roles that play. */
function settingsOf(all: RoleSettingsTable, roles: JobSpec['roles']): Pick<JobSpec, 'sampling'> {
  const own = ROLES.flatMap((role) => {
    const settings = all[role]
    return roles[role] === undefined || settings === undefined ? [] : [[role, settings] as const]
  })
  return own.length === 0 ? {} : { sampling: Object.fromEntries(own) }
}

export async function newSpec(source: SpecSource, { sampling, ...wish }: SpecWish): Promise<JobSpec> {
  return {
    id: randomUUID(),
    kindVersion: 1,
    budget: {},
    ...wish,
    ...settingsOf(sampling ?? (await source.roleSettings()), wish.roles),
    prompts: await source.promptHashes(),
    appVersion: source.appVersion,
    createdAt: source.now(),
  }
}
