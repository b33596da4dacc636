/** What the job engine hands a stage, kept in memory: steps go through JSON as they do on disk. */
import type { Role } from '#core/endpoint/role.ts'
import type { ChatReply, ChatRequest } from '#core/endpoint/transport.ts'
import type { JobSpec } from '#core/job/job.ts'
import { Random } from '#core/random/random.ts'
import type { Counters, ItemContext, StepRecord } from '#engine/job/kind.ts'

export class Halted extends Error {}

export interface FakeItem<Settings> {
  readonly context: ItemContext<Settings>
  readonly steps: StepRecord[]
  readonly counters: Record<string, number>
}

export type FakeChat = (
  role: Role,
  request: Omit<ChatRequest, 'model'>,
  player?: number,
) => Promise<ChatReply>

/** @param haltAfter steps after whose commit the job stands still, as it does for a pause or a kill */
export function fakeItem<Settings>(options: {
  readonly spec: JobSpec
  readonly settings: Settings
  readonly key: string
  readonly input: unknown
  readonly steps?: readonly StepRecord[]
  /** Default: none. */
  readonly failures?: number
  readonly chat: FakeChat
  readonly haltAfter?: number
}): FakeItem<Settings> {
  const steps: StepRecord[] = [...(options.steps ?? [])]
  const counters: Record<string, number> = {}
  const add = (deltas: Counters): void => {
    for (const [name, delta] of Object.entries(deltas)) counters[name] = (counters[name] ?? 0) + delta
  }
  const halting = (): boolean => options.haltAfter !== undefined && steps.length >= options.haltAfter
  const context: ItemContext<Settings> = {
    spec: options.spec,
    settings: options.settings,
    signal: new AbortController().signal,
    key: options.key,
    input: JSON.parse(JSON.stringify(options.input)),
    failures: options.failures ?? 0,
    steps,
    commit: async (body, deltas = {}) => {
      steps.push({ body: JSON.parse(JSON.stringify(body)) })
      add(deltas)
      if (halting()) throw new Halted()
    },
    random: (...parts) => new Random(options.spec.seed, options.key, ...parts),
    chat: async (role, request, player) => {
      if (halting()) throw new Halted()
      return options.chat(role, request, player)
    },
    progress: () => undefined,
  }
  return { context, steps, counters }
}
