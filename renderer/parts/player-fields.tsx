import { NumberInput, PasswordInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Player } from '#core/round/round-settings.ts'
import { Segments } from './segments.tsx'

interface Props {
  /** Whose player it is, in words. */
  readonly name: string
  readonly player: Player
  /** Of the player's endpoint; stays in memory. */
  readonly apiKey: string
  /** Whether the small policy on this computer may play: it is a policy and nothing else. */
  readonly small?: boolean
  onPlayer(player: Player): void
  onKey(url: string, key: string): void
}

/** A player of a kind before anything is said of it. */
function playerOfKind(kind: Player['kind']): Player {
  if (kind === 'endpoint') return { kind, url: '', model: '' }
  return kind === 'small' ? { kind, checkpoint: 'base' } : { kind }
}

/** Who plays a role: practice, with how often it is right, or a model behind an endpoint. */
export function PlayerFields({ name, player, apiKey, small = false, onPlayer, onKey }: Props) {
  const { t } = useTranslation()
  return (
    <div className="player">
      <Segments
        label={name}
        value={player.kind}
        options={[
          { value: 'practice', label: t('rounds.player.practice') },
          ...(small ? [{ value: 'small' as const, label: t('rounds.player.small') }] : []),
          { value: 'endpoint', label: t('rounds.player.endpoint') },
        ]}
        onChange={(kind) => onPlayer(playerOfKind(kind))}
      />
      {player.kind === 'practice' ? (
        <NumberInput
          size="xs"
          w={150}
          aria-label={t('rounds.player.accuracyOf', { name })}
          placeholder={t('rounds.player.usual')}
          prefix={t('rounds.player.right')}
          suffix=" %"
          min={0}
          max={100}
          clampBehavior="strict"
          allowDecimal={false}
          value={player.accuracy === undefined ? '' : Math.round(player.accuracy * 100)}
          onChange={(value) =>
            onPlayer(
              value === '' ? { kind: 'practice' } : { kind: 'practice', accuracy: Number(value) / 100 },
            )
          }
        />
      ) : player.kind === 'small' ? null : (
        <>
          <TextInput
            size="xs"
            className="grow"
            aria-label={t('rounds.player.urlOf', { name })}
            placeholder="http://127.0.0.1:8000/v1"
            value={player.url}
            onChange={(event) => onPlayer({ ...player, url: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            className="grow"
            aria-label={t('rounds.player.modelOf', { name })}
            placeholder="Qwen/Qwen3-32B"
            value={player.model}
            onChange={(event) => onPlayer({ ...player, model: event.currentTarget.value })}
          />
          <PasswordInput
            size="xs"
            w={150}
            aria-label={t('rounds.player.keyOf', { name })}
            placeholder={t('rounds.player.key')}
            autoComplete="off"
            value={apiKey}
            onChange={(event) => onKey(player.url.trim(), event.currentTarget.value)}
          />
        </>
      )}
    </div>
  )
}

/** What is missing of an endpoint, or undefined. */
export const playerProblem = (player: Player): 'url' | 'model' | undefined => {
  if (player.kind !== 'endpoint') return undefined
  if (player.url.trim() === '') return 'url'
  return player.model.trim() === '' ? 'model' : undefined
}

/** As it is sent: without the spaces that slipped in while typing. */
export const trimmed = (player: Player): Player =>
  player.kind !== 'endpoint' ? player : { ...player, url: player.url.trim(), model: player.model.trim() }

/** Where the players are asked, of those that have an address. */
export const urlsOf = (players: readonly Player[]): string[] =>
  players.flatMap((player) => (player.kind === 'endpoint' ? [player.url.trim()] : []))

/** The keys that the players need, and no other; undefined where none was typed. */
export function keysFor(
  players: readonly Player[],
  keys: Readonly<Record<string, string>>,
): Record<string, string> | undefined {
  const urls = urlsOf(players)
  const needed = Object.entries(keys).filter(([url, key]) => urls.includes(url) && key !== '')
  return needed.length === 0 ? undefined : Object.fromEntries(needed)
}
