/** What a user changes of the settings with which a role is asked: for all projects, for one, and in a job's spec. */
import { z } from 'zod'
import { ROLES, type Role } from './role.ts'
import { ROLE_SAMPLING } from './role-sampling.ts'
import type { Sampling } from './transport.ts'

export const roleSettingsSchema = z.object({
  temperature: z.number().min(0).max(2).exactOptional(),
  topP: z.number().gt(0).max(1).exactOptional(),
  topK: z.number().int().min(1).max(1000).exactOptional(),
  presencePenalty: z.number().min(-2).max(2).exactOptional(),
  maxTokens: z.number().int().min(1).max(131_072).exactOptional(),
  /** Absent: as the job wishes. */
  thinking: z.boolean().exactOptional(),
})
/** What a job records: how a role is asked. */
export type RoleSettings = z.infer<typeof roleSettingsSchema>
export type RoleSetting = keyof RoleSettings

/** What a table says of a role, beside its endpoint. */
export const roleChoiceSchema = roleSettingsSchema.extend({
  /** In place of the endpoint's own. */
  model: z.string().trim().min(1).max(500).exactOptional(),
})
export type RoleChoice = z.infer<typeof roleChoiceSchema>

export const ROLE_SETTINGS = [
  'temperature',
  'topP',
  'topK',
  'presencePenalty',
  'maxTokens',
  'thinking',
] as const satisfies readonly RoleSetting[]

export const roleSettingsTableSchema = z.partialRecord(z.enum(ROLES), roleSettingsSchema)
export type RoleSettingsTable = z.infer<typeof roleSettingsTableSchema>

export const roleChoiceTableSchema = z.partialRecord(z.enum(ROLES), roleChoiceSchema)
export type RoleChoiceTable = z.infer<typeof roleChoiceTableSchema>

/** The method's own; what stands in none of these is left to the job or to the server. */
export const presetOf = (role: Role): RoleSettings => ROLE_SAMPLING[role]

/** Probes are greedy by the method, and draws of several answers need their own temperature. */
export const isFixed = (role: Role, setting: RoleSetting): boolean =>
  role === 'policy' && setting !== 'maxTokens' && setting !== 'thinking'

export const ORIGINS = ['preset', 'app', 'project'] as const
/** Where a value comes from; a later one goes before an earlier. */
export type Origin = (typeof ORIGINS)[number]

export interface Chosen<Value> {
  readonly value: Value
  readonly from: Origin
}

/** Each setting of a role that somebody gives a value, and who does. */
export function chosenSettings(
  role: Role,
  app: RoleChoiceTable,
  project: RoleChoiceTable,
): { readonly [K in RoleSetting]?: Chosen<NonNullable<RoleSettings[K]>> } {
  const layers = { preset: presetOf(role), app: app[role] ?? {}, project: project[role] ?? {} }
  return Object.fromEntries(
    ROLE_SETTINGS.flatMap((name) => {
      const from = ORIGINS.findLast((origin) => layers[origin][name] !== undefined)
      return from === undefined ? [] : [[name, { value: layers[from][name], from }]]
    }),
  )
}

/** The model of a role in place of its endpoint's own, and who says so; undefined where nobody does. */
export function chosenModel(
  role: Role,
  app: RoleChoiceTable,
  project: RoleChoiceTable,
): Chosen<string> | undefined {
  const [own, all] = [project[role]?.model, app[role]?.model]
  if (own !== undefined) return { value: own, from: 'project' }
  return all === undefined ? undefined : { value: all, from: 'app' }
}

/** What of two tables goes into the specs of jobs: the roles that differ from the method, the project's word first. */
export function changedSettings(app: RoleChoiceTable, project: RoleChoiceTable): RoleSettingsTable {
  const rows = ROLES.map((role) => {
    const { model: _, ...settings } = { ...app[role], ...project[role] }
    return [role, settings] as const
  })
  return Object.fromEntries(rows.filter(([, settings]) => Object.keys(settings).length > 0))
}

/** A request's settings with what the job's spec changes of them. */
export function asChosen(
  changed: RoleSettings | undefined,
  usual: { readonly sampling: Sampling; readonly thinking?: boolean | undefined },
): { readonly sampling: Sampling; readonly thinking?: boolean } {
  const { thinking: wanted, ...sampling } = changed ?? {}
  const thinking = wanted ?? usual.thinking
  return { sampling: { ...usual.sampling, ...sampling }, ...(thinking === undefined ? {} : { thinking }) }
}
