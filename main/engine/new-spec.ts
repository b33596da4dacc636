import { randomUUID } from 'node:crypto'
import { ROLES } from '#core/endpoint/role.ts'
import type { RoleSettingsTable } from '#core/endpoint/role-settings.ts'
import type { JobSpec } from '#core/job/job.ts'
import type { PromptMarks } from '#core/prompt/mark.ts'
import { promptsOfKind } from '#core/prompt/uses.ts'

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
  /** The prompts in force that a kind of job uses, their texts kept. @throws Failure `prompt.damaged` */
  promptsOf(kind: string): Promise<PromptMarks>
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

/**
 * @param above prompts of the job that this one is a stage of: a round goes on with what it began with
 * @throws Failure `prompt.damaged`
 */
export async function newSpec(
  source: SpecSource,
  { sampling, ...wish }: SpecWish,
  above: PromptMarks = {},
): Promise<JobSpec> {
  return {
    id: randomUUID(),
    kindVersion: 1,
    budget: {},
    ...wish,
    ...settingsOf(sampling ?? (await source.roleSettings()), wish.roles),
    prompts: marksOfKind(wish.kind, above) ?? (await source.promptsOf(wish.kind)),
    appVersion: source.appVersion,
    createdAt: source.now(),
  }
}

/** Those of a parent's that a stage uses; undefined where the parent recorded none of one. */
function marksOfKind(kind: string, above: PromptMarks): PromptMarks | undefined {
  const used = Object.entries(above).filter(([id]) =>
    promptsOfKind(kind).some((name) => id.startsWith(`${name}.`)),
  )
  return used.length === 0 ? undefined : Object.fromEntries(used)
}
