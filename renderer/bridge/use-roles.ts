import type { Connections } from '#core/contract/index.ts'
import type { Role } from '#core/endpoint/role.ts'
import { chosenModel } from '#core/endpoint/role-settings.ts'
import { type ProjectRoles, type RoleTable, rolesIn, type Seat, seatsOf } from '#core/endpoint/role-table.ts'
import { useCall } from './use-call.ts'

export interface RolesHere {
  readonly connections: Connections
  /** What the open project says in place of the table for all projects. */
  readonly project: ProjectRoles
  /** Who plays here: the project's word first. */
  readonly roles: RoleTable
  /** Who plays a role, in order. */
  seats(role: Role): Seat[]
}

/** Endpoints and who plays which role in the open project; undefined until they are read. */
export function useRoles(): RolesHere | undefined {
  const connections = useCall('endpoint.list', undefined).data
  const project = useCall('roles.project', undefined).data
  if (!connections || !project) return undefined
  const roles = rolesIn(connections.roles, project.roles)
  const stored = connections.endpoints.map(({ endpoint }) => endpoint)
  const modelOf = (role: Role) => chosenModel(role, connections.sampling, project.sampling)?.value
  return { connections, project, roles, seats: (role) => seatsOf(roles, stored, role, modelOf(role)) }
}
