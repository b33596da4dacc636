import type { JobSpec, RolePlayer } from '../job/job.ts'
import { SMALL_ENDPOINT } from '../sample/policy-prompt.ts'
import { BASE, checkpointName, readCheckpointName } from '../training/recipe.ts'
import type { Player, RoundRoles } from './round-settings.ts'

/** A player as a job's spec names it. */
export function rolePlayer(player: Player): RolePlayer {
  switch (player.kind) {
    case 'practice':
      return {
        ...{ endpoint: 'practice', model: 'practice', scripted: true },
        ...(player.accuracy === undefined ? {} : { accuracy: player.accuracy }),
      }
    case 'endpoint':
      return { endpoint: player.url, model: player.model, scripted: false }
    case 'small':
      return { endpoint: SMALL_ENDPOINT, model: checkpointName(player.checkpoint), scripted: false }
  }
}

/** A player of a job's spec as settings name it. */
export function playerOf({ scripted, endpoint, model, accuracy }: RolePlayer): Player {
  if (scripted) return { kind: 'practice', ...(accuracy === undefined ? {} : { accuracy }) }
  return endpoint === SMALL_ENDPOINT
    ? { kind: 'small', checkpoint: readCheckpointName(model) ?? BASE }
    : { kind: 'endpoint', url: endpoint, model }
}

/** Addresses that a job asks, each once. */
export const askedAddresses = ({ roles }: Pick<JobSpec, 'roles'>): string[] => [
  ...new Set(
    Object.values(roles)
      .flat()
      .flatMap(({ endpoint, scripted }) => (scripted || endpoint === SMALL_ENDPOINT ? [] : [endpoint])),
  ),
]

/** The players of a round as its jobs name them. */
export const rolePlayers = ({
  policy,
  judges,
  expander,
  checker,
}: RoundRoles): Required<Pick<JobSpec['roles'], 'policy' | 'judge' | 'expander' | 'checker'>> => ({
  policy: [rolePlayer(policy)],
  judge: judges.map(rolePlayer),
  expander: [rolePlayer(expander)],
  checker: [rolePlayer(checker)],
})
