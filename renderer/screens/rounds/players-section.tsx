import { Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { USUAL_PILOT } from '#core/job/pilot.ts'
import type { Player, RoundRoles } from '#core/round/round-settings.ts'
import { useConsent } from '../../bridge/use-consent.ts'
import { useKept } from '../../bridge/use-kept.ts'
import { HostConsent } from '../../parts/host-consent.tsx'
import { PlayerFields, urlsOf } from '../../parts/player-fields.tsx'
import { PRACTICE, useRoundDraft } from '../../store/round-draft.ts'
import { FillRoles } from './fill-roles.tsx'

const SINGLE = ['policy', 'expander', 'checker'] as const
const MOST_JUDGES = 16

/** A role → who plays it; several judges are asked in turn. */
export function PlayersSection() {
  const { t } = useTranslation()
  const { draft, keys, put, putKey, putPilot } = useRoundDraft()
  const { roles } = draft
  const kept = useKept()
  // Models that may cost something are asked a few items first; the round goes on by itself while its caps last.
  const choose = (next: RoundRoles) => {
    put({ roles: next })
    if (!asksModels(next)) putPilot(undefined)
    else if (!asksModels(roles)) putPilot({ ...USUAL_PILOT, ask: 'overBudget' })
  }
  const consent = useConsent(urlsOf([roles.policy, ...roles.judges, roles.expander, roles.checker]))
  return (
    <section className="card stack">
      <h2>{t('rounds.section.players')}</h2>
      <p className="soft small prose">{t('rounds.playersText')}</p>
      {consent && <HostConsent {...consent} />}
      <FillRoles roles={roles} fill={(filled) => choose(filled)} />
      <PlayerRow name={t('rounds.role.policy')} tip={t('rounds.roleText.policy')}>
        <PlayerFields
          small
          kept={kept}
          name={t('rounds.role.policy')}
          player={roles.policy}
          apiKey={keyOf(roles.policy, keys)}
          onPlayer={(policy) => choose({ ...roles, policy })}
          onKey={putKey}
        />
      </PlayerRow>
      <Judges
        judges={roles.judges}
        keys={keys}
        onJudges={(judges) => choose({ ...roles, judges })}
        onKey={putKey}
      />
      {SINGLE.filter((role) => role !== 'policy').map((role) => (
        <PlayerRow key={role} name={t(`rounds.role.${role}`)} tip={t(`rounds.roleText.${role}`)}>
          <PlayerFields
            kept={kept}
            name={t(`rounds.role.${role}`)}
            player={roles[role]}
            apiKey={keyOf(roles[role], keys)}
            onPlayer={(player) => choose({ ...roles, [role]: player })}
            onKey={putKey}
          />
        </PlayerRow>
      ))}
    </section>
  )
}

const asksModels = ({ policy, judges, expander, checker }: RoundRoles): boolean =>
  [policy, ...judges, expander, checker].some(({ kind }) => kind === 'endpoint')

export const keyOf = (player: Player, keys: Readonly<Record<string, string>>): string =>
  player.kind === 'endpoint' ? (keys[player.url.trim()] ?? '') : ''

function PlayerRow(props: {
  readonly name: string
  readonly tip: string
  readonly children: React.ReactNode
}) {
  return (
    <div className="player-row">
      <span>
        <span className="strong">{props.name}</span>
        <span className="soft small block">{props.tip}</span>
      </span>
      {props.children}
    </div>
  )
}

interface JudgesProps {
  readonly judges: readonly Player[]
  readonly keys: Readonly<Record<string, string>>
  onJudges(judges: Player[]): void
  onKey(url: string, key: string): void
}

/** One judge or several; several models are less alike in their mistakes than one asked often. */
export function Judges({ judges, keys, onJudges, onKey }: JudgesProps) {
  const { t } = useTranslation()
  const kept = useKept()
  const name = (at: number): string =>
    judges.length === 1 ? t('rounds.role.judge') : t('rounds.role.judgeNumber', { number: at + 1 })
  return (
    <div className="stack tight">
      {judges.map((judge, at) => (
        <PlayerRow key={at} name={name(at)} tip={at === 0 ? t('rounds.roleText.judge') : ''}>
          <div className="row top">
            <div className="grow">
              <PlayerFields
                kept={kept}
                name={name(at)}
                player={judge}
                apiKey={keyOf(judge, keys)}
                onPlayer={(player) => onJudges(judges.map((one, i) => (i === at ? player : one)))}
                onKey={onKey}
              />
            </div>
            {judges.length > 1 && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                leftSection={<IconTrash size={14} aria-hidden />}
                aria-label={t('rounds.player.removeJudge', { name: name(at) })}
                onClick={() => onJudges(judges.filter((_, i) => i !== at))}
              >
                {t('rounds.player.remove')}
              </Button>
            )}
          </div>
        </PlayerRow>
      ))}
      {judges.length < MOST_JUDGES && (
        <div className="player-row">
          <span />
          <div>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => onJudges([...judges, judges.at(-1) ?? PRACTICE])}
            >
              {t('rounds.player.addJudge')}
            </Button>
          </div>
        </div>
      )}
    </div>
  )
}
