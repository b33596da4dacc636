/** A job engine with the train stage over made-up samples; the trainer is real, the policy behind it a fake. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JobSpec } from '#core/job/job.ts'
import type { Sample } from '#core/sample/sample.ts'
import { readEventLine, type TrainingEvent } from '#core/training/event.ts'
import { readMetricLine } from '#core/training/metric-line.ts'
import { type Checkpoint, trainSettingsSchema } from '#core/training/recipe.ts'
import { readRolloutLine } from '#core/training/rollout.ts'
import type { FromPolicy, PolicyProcess, ToPolicy } from '#engine/inference/small-policy/messages.ts'
import { serve } from '#engine/inference/small-policy/serve.ts'
import { JobEngine } from '#engine/job/job-engine.ts'
import type { Store } from '#engine/project/store.ts'
import { trainKind } from '#engine/stage/train/kind.ts'
import { trainWish } from '#engine/stage-wishes.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { type FakeTroubles, openFakeEngine } from '#tests/fakes/nano-engine.ts'
import { NO_HOSTS } from '#tests/helpers/no-hosts.ts'
import { sampleOf, weather } from '../../core/probe/made-samples.ts'

const CHILD = fileURLToPath(new URL('../../fakes/policy-process.ts', import.meta.url))

/** Questions that differ by a number; a fifth of them are of another case type. */
export const madeSamples = (count: number, from = 0): Sample[] =>
  Array.from({ length: count }, (_, i) => {
    const days = from + i + 1
    return sampleOf([weather({ city: 'Lima', days })], {
      id: `s${String(days).padStart(3, '0')}`,
      kind: i % 5 === 0 ? 'parallel' : 'single',
      messages: [{ role: 'user', text: `What will the weather be in Lima over the next ${days} days?` }],
    })
  })

/** Lets updates pass until one is to be held; then a test can act at exactly that step. */
export class Gate {
  private at = Number.POSITIVE_INFINITY
  private reached: () => void = () => undefined
  private open: () => void = () => undefined

  readonly hold = async (update: number): Promise<void> => {
    if (update !== this.at) return
    this.reached()
    await new Promise<void>((resolve) => {
      this.open = resolve
    })
  }

  /** Resolves when that update of a process is under way. */
  reach(update: number): Promise<void> {
    this.at = update
    return new Promise((resolve) => {
      this.reached = resolve
    })
  }

  release(): void {
    this.at = Number.POSITIVE_INFINITY
    this.open()
  }
}

/**
 * The trainer inside this process: what a test needs that asks for more than starting and killing.
 *
 * @param told hears every message that the process gets
 */
export function inProcess(
  troubles: FakeTroubles = {},
  told: (message: ToPolicy) => void = () => undefined,
): () => PolicyProcess {
  return () => {
    const heard: ((message: unknown) => void)[] = []
    const exited: (() => void)[] = []
    let over = false
    const exit = (): void => {
      if (over) return
      over = true
      setImmediate(() => {
        for (const listener of exited) listener()
      })
    }
    const hear = serve({
      openEngine: (place) => openFakeEngine(place, troubles),
      now: () => new Date().toISOString(),
      clock: () => performance.now(),
      say: (message: FromPolicy) => {
        for (const listener of heard) listener(structuredClone(message))
      },
      exit,
    })
    return {
      post: (message: ToPolicy) =>
        setImmediate(() => {
          if (!over) hear(structuredClone(message))
          told(message)
        }),
      onMessage: (listener) => heard.push(listener),
      onExit: (listener) => exited.push(listener),
      kill: exit,
    }
  }
}

/** The trainer as a real child process that can be killed. */
export function children(): { start: () => PolicyProcess; latest: () => PolicyProcess | undefined } {
  let latest: PolicyProcess | undefined
  const start = (): PolicyProcess => {
    latest = startPolicy(CHILD)
    return latest
  }
  return { start, latest: () => latest }
}

export interface TrainPlace {
  readonly store: Store
  /** Holds `base/` and `runs/`. */
  readonly folder: string
}

export function trainWorld(
  { store, folder }: TrainPlace,
  start: () => PolicyProcess,
  options: {
    readonly rates?: ReadonlyMap<string, number>
    readonly samples?: readonly Sample[]
    readonly named?: readonly Checkpoint[]
  } = {},
): JobEngine {
  const train = options.samples ?? madeSamples(20)
  return new JobEngine({
    store,
    kinds: [
      trainKind({
        samples: async function* (_dataset, part) {
          yield* part === 'train' ? train : madeSamples(12, 100)
        },
        passRates: async () => options.rates ?? new Map(),
        runsFolder: join(folder, 'runs'),
        baseFolder: join(folder, 'base'),
        kernels: join(folder, 'kernels.wasm'),
        startPolicy: start,
        ...NO_HOSTS,
        preamble: async () => '',
        now: () => new Date().toISOString(),
        named: async () => options.named ?? [],
      }),
    ],
    findPlayers: async () => ({
      of: () => {
        throw new Error('training asks no model')
      },
      close: async () => undefined,
    }),
    now: () => new Date().toISOString(),
    changed: () => undefined,
    stepped: () => undefined,
  })
}

export const RECIPE = {
  steps: 12,
  prompts: 4,
  group: 4,
  checkpointEvery: 3,
  validateEvery: 4,
  maxTokens: 96,
  keep: 'all',
  redraws: 0,
} as const

export const trainJob = (id: string, more: object = {}): JobSpec => ({
  id,
  kindVersion: 1,
  budget: {},
  prompts: {},
  appVersion: '0',
  createdAt: '2026-01-01T00:00:00.000Z',
  ...trainWish('Made up', trainSettingsSchema.parse({ dataset: 'd', recipe: RECIPE, seed: 5, ...more })),
})

const linesOf = async (file: string): Promise<string[]> =>
  (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')

/** Metrics by step without times; of a step that stands twice the last. */
export async function curveOf(run: string): Promise<Map<number, Record<string, number | null>>> {
  const curve = new Map<number, Record<string, number | null>>()
  for (const line of await linesOf(join(run, 'metrics.jsonl'))) {
    const point = readMetricLine(line)
    if (!point) throw new Error(`no metrics: ${line}`)
    const values = Object.entries(point.values).filter(([name]) => !name.startsWith('time/'))
    curve.set(point.step, Object.fromEntries(values))
  }
  return curve
}

export async function eventsOf(run: string): Promise<TrainingEvent[]> {
  return (await linesOf(join(run, 'events.jsonl'))).map((line) => {
    const event = readEventLine(line)
    if (!event) throw new Error(`no event: ${line}`)
    return event
  })
}

/** What a training leaves: its curve, its rollouts and the weights and optimizer of its last checkpoint. */
export async function residueOf(run: string, steps: number) {
  const curve = await curveOf(run)
  const rollouts = await Promise.all(
    Array.from({ length: steps }, (_, i) => readFile(join(run, `rollouts/${i + 1}.jsonl`), 'utf8')),
  )
  const last = join(run, `checkpoints/step-${steps}`)
  const [weights, optimizer] = await Promise.all(
    ['model.safetensors', 'optimizer.safetensors'].map((name) => readFile(join(last, name), 'utf8')),
  )
  return { steps: [...curve.keys()].sort((a, b) => a - b), curve, rollouts, weights, optimizer }
}

/** Prompts of a step with the rewards of their answers, in the order in which they were drawn. */
export async function groupsOf(run: string, step: number) {
  const groups = new Map<string, { readonly kind: string | undefined; readonly rewards: number[] }>()
  for (const line of await linesOf(join(run, `rollouts/${step}.jsonl`))) {
    const rollout = readRolloutLine(line)
    if (!rollout) throw new Error(`no rollout: ${line}`)
    const group = groups.get(rollout.group) ?? { kind: rollout.kind, rewards: [] }
    group.rewards.push(rollout.score ?? Number.NaN)
    groups.set(rollout.group, group)
  }
  return [...groups.values()]
}
