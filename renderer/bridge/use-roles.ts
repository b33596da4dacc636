import type { Connections } from '#core/contract/index.ts'
import { type ProjectRoles, type RoleTable, rolesIn } from '#core/endpoint/role-table.ts'
import { useCall } from './use-call.ts'

export interface RolesHere {
  readonly connections: Connections
  /** What the open project says in place of the table for all projects. */
  readonly project: ProjectRoles
  /** Who plays here: the project's word first. */
  readonly roles: RoleTable
}

/** Endpoints and who plays which role in the open project; undefined until they are read. */
export function useRoles(): RolesHere | undefined {
  const connections = useCall('endpoint.list', undefined).data
  const project = useCall('roles.project', undefined).data
  if (!connections || !project) return undefined
  return { connections, project, roles: rolesIn(connections.roles, project.roles) }
}
