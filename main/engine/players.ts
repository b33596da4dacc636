/** Who plays the roles of a job: what its settings say, made into model clients. */
import { createDraw, ordinalOf } from '#core/dialog/draw.ts'
import type { SimulateSettings } from '#core/dialog/settings.ts'
import { TransportError } from '#core/endpoint/transport.ts'
import type { JobSpec } from '#core/job/job.ts'
import type { PracticeSample } from '#core/practice/truth.ts'
import type { ToolSet } from '#core/tool/tool.ts'
import type { EngineDeps } from './deps.ts'
import { createEndpoint, type Endpoint } from './endpoint/client.ts'
import { createPractice, PRACTICE_MODEL } from './inference/practice.ts'
import type { Players } from './job/players.ts'

/** The name under which the secret store keeps the key of an endpoint. */
export const keyName = (url: string): string => `endpoint ${url}`

const endpointFor = (url: string, concurrency: number, secrets: EngineDeps['secrets']): Endpoint =>
  createEndpoint({ id: url, name: url, url, concurrency }, { key: () => secrets.get(keyName(url)) })

/** Players of a simulate job. */
export function findPlayers(
  spec: JobSpec,
  settings: SimulateSettings,
  toolSet: ToolSet,
  secrets: EngineDeps['secrets'],
): Players {
  const { players } = settings
  if (players.kind === 'practice') {
    const draw = createDraw(settings, toolSet)
    const byName = new Map(toolSet.tools.map((tool) => [tool.name, tool]))
    const transport = createPractice({
      seed: spec.seed,
      wrongVotes: players.wrongVotes,
      ...(players.wrongLabels === undefined ? {} : { wrongLabels: players.wrongLabels }),
      setup: async (key) => {
        const ordinal = ordinalOf(key)
        if (ordinal === undefined) throw new TransportError('item', 'endpoint.rejected', `no dialog ${key}`)
        const setup = draw.setup(ordinal)
        return { setup, tools: setup.tools.flatMap((name) => byName.get(name) ?? []) }
      },
    })
    return { of: () => ({ transport, model: PRACTICE_MODEL }), close: async () => undefined }
  }
  const endpoint = endpointFor(players.url, spec.concurrency, secrets)
  return { of: () => ({ transport: endpoint, model: players.model }), close: () => endpoint.close() }
}

/** Players of a job that works on samples: practice roles, or one endpoint for each role that is asked. */
export function findSamplePlayers(
  spec: JobSpec,
  sample: (id: string) => Promise<PracticeSample | undefined>,
  secrets: EngineDeps['secrets'],
): Players {
  const practice = createPractice({
    seed: spec.seed,
    wrongVotes: 0,
    setup: (key) =>
      Promise.reject(new TransportError('item', 'endpoint.rejected', `no dialog ${key} in this job`)),
    sample,
  })
  const endpoints = new Map<string, Endpoint>()
  const endpointAt = (url: string): Endpoint => {
    const found = endpoints.get(url) ?? endpointFor(url, spec.concurrency, secrets)
    endpoints.set(url, found)
    return found
  }
  return {
    of: (role) => {
      const player = spec.roles[role]
      if (!player) throw new TransportError('job', 'endpoint.model', `nobody plays ${role} in this job`)
      return player.scripted
        ? { transport: practice, model: PRACTICE_MODEL }
        : { transport: endpointAt(player.endpoint), model: player.model }
    },
    close: async () => {
      await Promise.all([...endpoints.values()].map((endpoint) => endpoint.close()))
    },
  }
}
