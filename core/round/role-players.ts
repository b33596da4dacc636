import type { JobSpec, RolePlayer } from '../job/job.ts'
import { SMALL_ENDPOINT } from '../sample/policy-prompt.ts'
import { checkpointName } from '../training/recipe.ts'
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
