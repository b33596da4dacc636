import type { JobSpec, RolePlayer } from '../job/job.ts'
import type { Player, RoundRoles } from './round-settings.ts'

/** A player as a job's spec names it. */
export const rolePlayer = (player: Player): RolePlayer =>
  player.kind === 'practice'
    ? {
        ...{ endpoint: 'practice', model: 'practice', scripted: true },
        ...(player.accuracy === undefined ? {} : { accuracy: player.accuracy }),
      }
    : { endpoint: player.url, model: player.model, scripted: false }

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
