/** Who plays each role unless a job says otherwise: endpoints of the user, by id. */
import { z } from 'zod'
import { ROLES, type Role } from './role.ts'
import { roleChoiceTableSchema } from './role-settings.ts'

const ids = z.array(z.string().min(1).max(200)).max(16)

/** A model behind an address, as jobs name it. */
export interface Seat {
  readonly url: string
  readonly model: string
}

/** Several for a role that is asked more than once (judge); no entry: practice roles, or nobody yet. */
export const roleTableSchema = z.partialRecord(z.enum(ROLES), ids)
export type RoleTable = z.infer<typeof roleTableSchema>

/**
 * The seats of a role, in order. Endpoints that are gone or have no model yet are left out.
 *
 * @param model in place of the endpoints' own
 */
export function seatsOf(
  table: RoleTable,
  endpoints: readonly (Seat & { readonly id: string })[],
  role: Role,
  model?: string,
): Seat[] {
  return (table[role] ?? []).flatMap((id) => {
    const endpoint = endpoints.find((one) => one.id === id)
    const named = model ?? endpoint?.model ?? ''
    return endpoint && named !== '' ? [{ url: endpoint.url, model: named }] : []
  })
}

/** What a project says of roles in place of the table for all projects; what it does not name stays as there. */
export const projectRolesSchema = z.object({
  roles: roleTableSchema.default({}),
  sampling: roleChoiceTableSchema.default({}),
})
export type ProjectRoles = z.infer<typeof projectRolesSchema>

export const EMPTY_ROLES: ProjectRoles = { roles: {}, sampling: {} }

/** Who plays, the project's word first. A role that the project gives to nobody is given to nobody. */
export const rolesIn = (app: RoleTable, project: RoleTable): RoleTable => ({ ...app, ...project })
