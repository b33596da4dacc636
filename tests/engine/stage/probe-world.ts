/** A job engine with the stages probe, judge and calibrate over samples in memory, and models played by functions. */
import { fileURLToPath } from 'node:url'
import type { Role } from '#core/endpoint/role.ts'
import type { ChatChoice, ChatRequest } from '#core/endpoint/transport.ts'
import { Failure } from '#core/failure/failure.ts'
import type { JobSpec } from '#core/job/job.ts'
import type { Prediction } from '#core/probe/prediction.ts'
import type { Sample } from '#core/sample/sample.ts'
import { JobEngine } from '#engine/job/job-engine.ts'
import type { Players } from '#engine/job/players.ts'
import { readSteps } from '#engine/job/records.ts'
import type { Store } from '#engine/project/store.ts'
import { calibrateKind } from '#engine/stage/judge/calibrate.ts'
import { judgeKind } from '#engine/stage/judge/kind.ts'
import { predictionFromSteps, probeKind } from '#engine/stage/probe/kind.ts'
import { createPrompts } from '#engine/stage/prompts.ts'

const resourcesFolder = fileURLToPath(new URL('../../../resources', import.meta.url))

/** May throw a TransportError. */
export type Play = (
  request: ChatRequest,
  role: Role,
  player: number,
) => Partial<ChatChoice> | Promise<Partial<ChatChoice>>

export interface World {
  readonly engine: JobEngine
  /** Item keys of requests, in the order asked. */
  readonly asked: ChatRequest[]
  /** Samples looked up one by one. */
  readonly lookedUp: string[]
  predictions(probe: string): AsyncIterable<Prediction>
}

export const PREAMBLE = 'Call tools.'

function playersOf(play: Play, asked: ChatRequest[]): Players {
  return {
    of: (role, player = 0) => ({
      model: `${role}-${player}`,
      transport: {
        name: 'fake',
        scripted: true,
        chat: async (request, signal) => {
          asked.push(request)
          await new Promise((resolve) => setImmediate(resolve))
          signal.throwIfAborted()
          const said = await play(request, role, player)
          return {
            model: request.model,
            choices: [{ text: '', finish: 'stop', ...said }] as const,
            usage: { promptTokens: 100, completionTokens: 10 },
            queueMs: 0,
            serviceMs: 0,
            attempts: 1,
          }
        },
      },
    }),
    close: async () => undefined,
  }
}

/** Stored predictions of a probe job, in the order of its items. */
export async function* storedPredictions(store: Store, probe: string): AsyncGenerator<Prediction> {
  const rows = await store.all(
    'SELECT item.job, item.ordinal, item.key FROM item JOIN job ON job.number = item.job WHERE job.id = ? ORDER BY item.ordinal',
    [probe],
  )
  for (const row of rows) {
    const steps = await readSteps(store, Number(row.job), Number(row.ordinal))
    const prediction = predictionFromSteps(String(row.key), steps)
    if (prediction !== undefined) yield prediction
  }
}

/** @param predictions in place of those that a probe of this store made */
export function worldOf(
  store: Store,
  samples: readonly Sample[],
  play: Play,
  predictions?: readonly Prediction[],
): World {
  const asked: ChatRequest[] = []
  const lookedUp: string[] = []
  const all = async function* () {
    yield* samples
  }
  const source = {
    samples: all,
    sample: async (_: string, id: string) => {
      lookedUp.push(id)
      const found = samples.find((one) => one.id === id)
      if (found === undefined) throw new Failure('sample.notFound', { id })
      return found
    },
  }
  const given = async function* (probe: string) {
    if (predictions === undefined) yield* storedPredictions(store, probe)
    else yield* predictions
  }
  const prompts = createPrompts({ resourcesFolder })
  const engine = new JobEngine({
    store,
    kinds: [
      probeKind({ ...source, preamble: async () => PREAMBLE }),
      judgeKind({ ...source, predictions: given, prompts }),
      calibrateKind({ ...source, prompts }),
    ],
    findPlayers: async () => playersOf(play, asked),
    now: () => new Date().toISOString(),
    changed: () => undefined,
    stepped: () => undefined,
  })
  return { engine, asked, lookedUp, predictions: given }
}

export const specOf = (kind: string, settings: object, more: Partial<JobSpec> = {}): JobSpec => ({
  id: kind,
  kind,
  kindVersion: 1,
  title: kind,
  inputs: {},
  prompts: {},
  roles: {},
  settings,
  seed: 7,
  budget: {},
  concurrency: 8,
  appVersion: '0',
  createdAt: '2026-01-01T00:00:00.000Z',
  ...more,
})
