import type { Role } from '#core/endpoint/role.ts'
import type { RoleChoiceTable } from '#core/endpoint/role-settings.ts'

/** What a choice in the roles table holds for. */
export type Scope = 'app' | 'project'

/** The settings of one role, as both tables have them. */
export interface SettingsProps {
  readonly role: Role
  readonly name: string
  readonly scope: Scope
  readonly app: RoleChoiceTable
  /** Empty where the table for all projects is shown. */
  readonly project: RoleChoiceTable
  changed(): void
}
