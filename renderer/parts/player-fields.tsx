import { NumberInput, PasswordInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { StoredEndpoint } from '#core/endpoint/stored-endpoint.ts'
import type { Player } from '#core/round/round-settings.ts'
import { Segments } from './segments.tsx'

interface Props {
  /** Whose player it is, in words. */
  readonly name: string
  readonly player: Player
  /** Of the player's endpoint; stays in memory. */
  readonly apiKey: string
  /** The user's endpoints, to choose from; whatever is typed stays possible. */
  readonly kept: readonly StoredEndpoint[]
  /** Whether the small policy on this computer may play: it is a policy and nothing else. */
  readonly small?: boolean
  onPlayer(player: Player): void
  onKey(url: string, key: string): void
}

const OTHER = 'other'
type EndpointPlayer = Extract<Player, { kind: 'endpoint' }>

const playing = ({ url, model }: StoredEndpoint): EndpointPlayer => ({ kind: 'endpoint', url, model })

/** The first of the user's endpoints that can play, before anybody chose. */
function firstOf(kept: readonly StoredEndpoint[]): EndpointPlayer {
  const ready = kept.find(({ model }) => model !== '')
  return ready ? playing(ready) : { kind: 'endpoint', url: '', model: '' }
}

/** A player of another kind before anything is said of it. */
const playerOfKind = (kind: 'practice' | 'small'): Player =>
  kind === 'small' ? { kind, checkpoint: 'base' } : { kind }

/** Who plays a role: practice, with how often it is right, or a model behind an endpoint. */
export function PlayerFields({ name, player, apiKey, kept, small = false, onPlayer, onKey }: Props) {
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
        onChange={(kind) => onPlayer(kind === 'endpoint' ? firstOf(kept) : playerOfKind(kind))}
      />
      {player.kind === 'practice' && (
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
      )}
      {player.kind === 'endpoint' && <EndpointFields {...{ name, player, apiKey, kept, onPlayer, onKey }} />}
    </div>
  )
}

interface EndpointProps extends Pick<Props, 'name' | 'apiKey' | 'kept' | 'onPlayer' | 'onKey'> {
  readonly player: EndpointPlayer
}

/** One of the user's endpoints, or an address with its model and key. */
function EndpointFields({ name, player, apiKey, kept, onPlayer, onKey }: EndpointProps) {
  const { t } = useTranslation()
  const ready = kept.filter(({ model }) => model !== '')
  const chosen = ready.find(({ url, model }) => url === player.url && model === player.model)
  return (
    <>
      {ready.length > 0 && (
        <Select
          size="xs"
          className="grow"
          aria-label={t('rounds.player.keptOf', { name })}
          value={chosen?.id ?? OTHER}
          data={[
            ...ready.map((one) => ({ value: one.id, label: `${one.name} · ${one.model}` })),
            { value: OTHER, label: t('connections.storedOther') },
          ]}
          onChange={(id) => {
            const found = ready.find((one) => one.id === id)
            onPlayer(found ? playing(found) : { kind: 'endpoint', url: '', model: '' })
          }}
        />
      )}
      {!chosen && (
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
    </>
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
