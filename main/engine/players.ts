/** Who plays the roles of a job: what its settings say, made into model clients. */
import { createDraw, ordinalOf } from '#core/dialog/draw.ts'
import type { SimulateSettings } from '#core/dialog/settings.ts'
import { FREE } from '#core/endpoint/price.ts'
import type { Role } from '#core/endpoint/role.ts'
import type { Seat } from '#core/endpoint/role-table.ts'
import { type Transport, TransportError } from '#core/endpoint/transport.ts'
import { addressOf } from '#core/endpoint/url.ts'
import type { JobSpec } from '#core/job/job.ts'
import type { PracticeSample } from '#core/practice/truth.ts'
import { SMALL_ENDPOINT } from '#core/sample/policy-prompt.ts'
import type { ToolSet } from '#core/tool/tool.ts'
import type { EngineDeps } from './deps.ts'
import type { Endpoint } from './endpoint/client.ts'
import { createPractice, PRACTICE_MODEL } from './inference/practice.ts'
import type { SmallPolicy } from './inference/small-policy/client.ts'
import type { Players, SeatedPlayer } from './job/players.ts'
import type { KeptEndpoints } from './kept-endpoints.ts'

/** The name under which the secret store keeps the key of an endpoint: a key belongs to an address. */
export const keyName = (url: string): string => `endpoint ${addressOf(url)}`

/** Puts keys of endpoints, by their URLs, into the secret store. */
export async function keepKeys(
  secrets: EngineDeps['secrets'],
  keys: Readonly<Record<string, string>> = {},
): Promise<void> {
  for (const [url, key] of Object.entries(keys)) await secrets.set(keyName(url), key)
}

/** Each address is opened once, however many roles are played there. */
function openedOnce(kept: KeptEndpoints, concurrency: number) {
  const opened = new Map<string, Endpoint>()
  return {
    seat({ url, model }: Seat): SeatedPlayer {
      const transport = opened.get(url) ?? kept.open(url, concurrency)
      opened.set(url, transport)
      const price = kept.price(url)
      return { transport, model, address: url, ...(price === undefined ? {} : { price }) }
    },
    async close(): Promise<void> {
      await Promise.all([...opened.values()].map((endpoint) => endpoint.close()))
    },
  }
}

/** Players of a simulate job. */
export function findPlayers(
  spec: JobSpec,
  settings: SimulateSettings,
  toolSet: ToolSet,
  kept: KeptEndpoints,
): Players {
  const { players } = settings
  if (players.kind === 'practice') {
    const draw = createDraw(settings, toolSet)
    const transport = createPractice({
      seed: spec.seed,
      wrongVotes: players.wrongVotes,
      ...(players.wrongLabels === undefined ? {} : { wrongLabels: players.wrongLabels }),
      setup: async (key) => {
        const ordinal = ordinalOf(key)
        if (ordinal === undefined) throw new TransportError('item', 'endpoint.rejected', `no dialog ${key}`)
        return { setup: draw.setup(ordinal), tools: toolSet.tools }
      },
    })
    return { of: () => ({ transport, model: PRACTICE_MODEL, price: FREE }), close: async () => undefined }
  }
  const endpoints = openedOnce(kept, spec.concurrency)
  const seats: Partial<Record<Role, Seat>> = players.seats ?? {}
  return {
    of: (role) => endpoints.seat(seats[role] ?? players),
    close: endpoints.close,
  }
}

/** Two practice judges of different accuracy are told apart in votes and reports. */
const practiceModel = (accuracy: number | undefined): string =>
  accuracy === undefined ? PRACTICE_MODEL : `${PRACTICE_MODEL} ${Math.round(accuracy * 100)} %`

/** Practice roles that are right as often as asked; one transport for each accuracy. */
function practiceByAccuracy(
  seed: number,
  sample: (id: string) => Promise<PracticeSample | undefined>,
): (accuracy: number | undefined) => Transport {
  const made = new Map<number | undefined, Transport>()
  return (accuracy) => {
    const known = made.get(accuracy)
    if (known) return known
    const transport = createPractice({
      seed,
      wrongVotes: 0,
      model: practiceModel(accuracy),
      setup: (key) =>
        Promise.reject(new TransportError('item', 'endpoint.rejected', `no dialog ${key} in this job`)),
      sample,
      ...(accuracy === undefined
        ? {}
        : { manners: { judge: { accuracy }, policy: { accuracy }, expander: { faults: 1 - accuracy } } }),
    })
    made.set(accuracy, transport)
    return transport
  }
}

/** Players of a job that works on samples: practice roles, or one endpoint for each role that is asked. */
export async function findSamplePlayers(
  spec: Pick<JobSpec, 'seed' | 'roles' | 'concurrency'>,
  sample: (id: string) => Promise<PracticeSample | undefined>,
  kept: KeptEndpoints,
  openSmall: (model: string) => Promise<SmallPolicy>,
): Promise<Players> {
  const practice = practiceByAccuracy(spec.seed, sample)
  const endpoints = openedOnce(kept, spec.concurrency)
  const small = new Map<string, SmallPolicy>()
  for (const { endpoint, model } of Object.values(spec.roles).flat())
    if (endpoint === SMALL_ENDPOINT && !small.has(model)) small.set(model, await openSmall(model))
  return {
    of: (role, number = 0) => {
      const players = spec.roles[role] ?? []
      const player = players[number % players.length]
      if (!player) throw new TransportError('job', 'endpoint.model', `nobody plays ${role} in this job`)
      const policy = player.endpoint === SMALL_ENDPOINT ? small.get(player.model) : undefined
      if (policy) return { transport: policy, model: player.model, price: FREE }
      return player.scripted
        ? { transport: practice(player.accuracy), model: practiceModel(player.accuracy), price: FREE }
        : endpoints.seat({ url: player.endpoint, model: player.model })
    },
    close: async () => {
      await Promise.all([endpoints.close(), ...[...small.values()].map((client) => client.close())])
    },
  }
}
