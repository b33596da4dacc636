/** A job kind for tests of the engine: each item takes some steps, each step asks a model once. */
import type { TransportError } from '#core/endpoint/transport.ts'
import type { JobSpec } from '#core/job/job.ts'
import { type FanOutKind, ItemFailure } from '#engine/job/kind.ts'
import type { Players } from '#engine/job/players.ts'

export interface CountingSettings {
  readonly items: number
  readonly steps: number
  /** Item numbers that fail at the check boundary, until they are listed no more. */
  readonly bad?: readonly number[]
}

export const countingKind = (
  troubles: { bad: Set<number> } = { bad: new Set() },
): FanOutKind<CountingSettings> => ({
  drive: 'fan-out',
  name: 'counting',
  version: 1,
  decodeSettings: (raw) => raw as CountingSettings,
  *plan({ settings }) {
    for (let i = 0; i < settings.items; i++) yield { key: `i${i}`, input: i }
  },
  async run(context) {
    const sum = context.steps.reduce((total, step) => total + (step.body as { value: number }).value, 0)
    let total = sum
    for (let n = context.steps.length; n < context.settings.steps; n++) {
      await context.chat('assistant', { messages: [], sampling: {}, seed: n })
      const value = context.random(n).int(0, 1000)
      if (troubles.bad.has(context.input as number))
        throw new ItemFailure('check', 'bad.item', `item ${context.input}`)
      await context.commit({ value }, { 'step.made': 1 })
      total += value
    }
    return total % 7 === 0
      ? { state: 'dropped', reason: 'seven', summary: { total } }
      : { state: 'done', summary: { total } }
  },
})

/** A model that answers after a turn of the event loop, and counts; `fail` may throw instead. */
export function countingPlayers(
  fail: () => TransportError | undefined = () => undefined,
): Players & { asked: number } {
  const players = {
    asked: 0,
    of: () => ({
      model: 'fake',
      transport: {
        name: 'fake',
        scripted: true,
        chat: async (_request: unknown, signal: AbortSignal) => {
          players.asked++
          await new Promise((resolve) => setImmediate(resolve))
          if (signal.aborted) throw signal.reason
          const error = fail()
          if (error) throw error
          return {
            model: 'fake',
            choices: [{ text: 'ok', finish: 'stop' as const }] as const,
            usage: { promptTokens: 10, completionTokens: 5 },
            queueMs: 0,
            serviceMs: 0,
            attempts: 1,
          }
        },
      },
    }),
    close: async () => undefined,
  }
  return players
}

export const countingSpec = (
  id: string,
  settings: CountingSettings,
  more: Partial<JobSpec> = {},
): JobSpec => ({
  id,
  kind: 'counting',
  kindVersion: 1,
  title: 'Counting',
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
