/** Who plays the roles of a job: what its settings say, made into model clients. */
import { createDraw, ordinalOf } from '#core/dialog/draw.ts'
import type { SimulateSettings } from '#core/dialog/settings.ts'
import { TransportError } from '#core/endpoint/transport.ts'
import type { JobSpec } from '#core/job/job.ts'
import type { ToolSet } from '#core/tool/tool.ts'
import type { EngineDeps } from './deps.ts'
import { createEndpoint } from './endpoint/client.ts'
import { createPractice, PRACTICE_MODEL } from './inference/practice.ts'
import type { Players } from './job/players.ts'

/** The name under which the secret store keeps the key of an endpoint. */
export const keyName = (url: string): string => `endpoint ${url}`

const NOBODY: Players = {
  of: (role) => {
    throw new TransportError('job', 'endpoint.model', `nobody plays ${role} in this job`)
  },
  close: async () => undefined,
}

/** @param settings decoded settings of a simulate job, or undefined for kinds that ask no model */
export function findPlayers(
  spec: JobSpec,
  settings: SimulateSettings | undefined,
  toolSet: ToolSet | undefined,
  secrets: EngineDeps['secrets'],
): Players {
  if (!settings || !toolSet) return NOBODY
  const { players } = settings
  if (players.kind === 'practice') {
    const draw = createDraw(settings, toolSet)
    const byName = new Map(toolSet.tools.map((tool) => [tool.name, tool]))
    const transport = createPractice({
      seed: spec.seed,
      wrongVotes: players.wrongVotes,
      setup: async (key) => {
        const ordinal = ordinalOf(key)
        if (ordinal === undefined) throw new TransportError('item', 'endpoint.rejected', `no dialog ${key}`)
        const setup = draw.setup(ordinal)
        return { setup, tools: setup.tools.flatMap((name) => byName.get(name) ?? []) }
      },
    })
    return { of: () => ({ transport, model: PRACTICE_MODEL }), close: async () => undefined }
  }
  const endpoint = createEndpoint(
    { id: players.url, name: players.url, url: players.url, concurrency: spec.concurrency },
    { key: () => secrets.get(keyName(players.url)) },
  )
  return { of: () => ({ transport: endpoint, model: players.model }), close: () => endpoint.close() }
}
