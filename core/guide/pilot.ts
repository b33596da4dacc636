/** The first run's pilot: five dialogs that show in a minute or two what a simulation makes. */
import { DEFAULT_SIMULATE, type Players, type SimulateSettings } from '../dialog/settings.ts'
import { DIALOG_ROLES, type Role } from '../endpoint/role.ts'
import type { RoleTable, Seat } from '../endpoint/role-table.ts'
import { seatsOf } from '../endpoint/role-table.ts'
import type { WindowLanguage } from '../failure/words.ts'

export const PILOT_DIALOGS = 5

/** Roles of the endpoint that makes dialogs and variations, and of the one that judges. */
export const GENERATOR_ROLES = [...DIALOG_ROLES, 'expander'] as const satisfies readonly Role[]
export const JUDGE_ROLES = ['judge', 'checker'] as const satisfies readonly Role[]

/**
 * Who plays the pilot by the roles table: endpoints where each role of a dialog has one, otherwise practice roles,
 * all of them: a mixture would say nothing about either.
 */
export function pilotPlayers(
  table: RoleTable,
  endpoints: readonly (Seat & { readonly id: string })[],
): Players {
  const [planner, user, assistant, tool] = DIALOG_ROLES.map((role) => seatsOf(table, endpoints, role)[0])
  return planner && user && assistant && tool
    ? { kind: 'endpoint', ...assistant, seats: { planner, user, assistant, tool } }
    : { kind: 'practice', wrongVotes: 0.05 }
}

/** Short dialogs in the language of the one who will read them; the mix is the usual one. */
export const pilotSettings = (
  toolSetId: string,
  players: Players,
  language: WindowLanguage,
): SimulateSettings => ({
  ...DEFAULT_SIMULATE,
  toolSetId,
  count: PILOT_DIALOGS,
  languages: { en: language === 'en' ? 1 : 0, zh: language === 'zh' ? 1 : 0 },
  levels: { easy: 1, medium: 0, hard: 0 },
  players,
})
