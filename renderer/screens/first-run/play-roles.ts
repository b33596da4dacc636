import type { Role } from '#core/endpoint/role.ts'
import { call } from '../../bridge/looptool.ts'

/** Has these endpoints play these roles; none: practice roles do. @throws CallError */
export async function playRoles(roles: readonly Role[], endpoints: readonly string[]): Promise<void> {
  for (const role of roles) await call('endpoint.setRole', { role, endpoints: [...endpoints] })
}
