/** A project's jobs with a kit whose trainer learns nothing, and a host that the test chooses. */
import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import type { JobView } from '#core/job/view.ts'
import { hostTrainingSchema } from '#core/training/host-training.ts'
import { readMetricLine } from '#core/training/metric-line.ts'
import { presetRecipe, type TrlRecipe } from '#core/training/trl-recipe.ts'
import { workFolder } from '#engine/host/detached.ts'
import type { Host } from '#engine/host/host.ts'
import { Kit } from '#engine/host/kit.ts'
import { JobEngine } from '#engine/job/job-engine.ts'
import { newSpec } from '#engine/new-spec.ts'
import type { Store } from '#engine/project/store.ts'
import { trainKind } from '#engine/stage/train/kind.ts'
import { hostTrainWish } from '#engine/stage-wishes.ts'
import { madeSamples } from '../engine/stage/train-world.ts'

/** What differs from a short training with the small policy. */
export type TrainingWish = Partial<Omit<z.input<typeof hostTrainingSchema>, 'recipe'>> & {
  readonly recipe?: Partial<TrlRecipe>
}

export interface HostLab {
  readonly jobs: JobEngine
  readonly runsFolder: string
  start(more?: TrainingWish): Promise<string>
  /** Resolves once the job's view is as wished. */
  until(id: string, is: (view: JobView) => boolean): Promise<JobView>
}

export interface HostLabWish {
  readonly store: Store
  readonly runsFolder: string
  readonly kit: string
  /** Milliseconds between two looks. */
  readonly lookEveryMs?: number
  openHost(): Promise<Host>
  /** ISO 8601; the clock of the machine unless named. */
  now?(): string
}

export function hostLab({
  store,
  runsFolder,
  kit,
  lookEveryMs = 100,
  openHost,
  now: named,
}: HostLabWish): HostLab {
  const now = named ?? (() => new Date().toISOString())
  const listeners = new Set<(view: JobView) => void>()
  const jobs = new JobEngine({
    store,
    kinds: [
      trainKind({
        samples: async function* (_dataset, part) {
          yield* part === 'train' ? madeSamples(20) : madeSamples(12, 100)
        },
        passRates: async () => new Map(),
        runsFolder,
        baseFolder: '',
        kernels: '',
        startPolicy: () => {
          throw new Error('nothing is trained here')
        },
        openHost,
        kit: new Kit(kit),
        project: 'Travel',
        lookEveryMs,
        placeOfRun: async (run) => ({ host: 'h', folder: workFolder(run) }),
        preamble: async () => '',
        named: async () => [],
        now,
      }),
    ],
    findPlayers: async () => ({
      of: () => {
        throw new Error('training asks no model')
      },
      close: async () => undefined,
    }),
    now,
    changed: (view) => {
      for (const hear of listeners) hear(view)
    },
    stepped: () => undefined,
  })
  return {
    jobs,
    runsFolder,
    start: async (more = {}) => {
      const settings = hostTrainingSchema.parse({
        ...{ dataset: 'd', host: 'h', python: '/usr/bin/python3' },
        start: { kind: 'model', folder: 'models/none' },
        ...more,
        recipe: {
          ...presetRecipe('thisComputer'),
          ...{ steps: 20, checkpointEvery: 5, validateOn: 5 },
          ...more.recipe,
        },
      })
      const source = { appVersion: '0', now, promptsOf: async () => ({}), roleSettings: async () => ({}) }
      const spec = await newSpec(source, hostTrainWish('t', settings))
      await jobs.start(spec)
      return spec.id
    },
    until: async (id, is) => {
      const first = await jobs.get(id)
      if (is(first)) return first
      return new Promise((resolve) => {
        const hear = (view: JobView): void => {
          if (view.spec.id !== id || !is(view)) return
          listeners.delete(hear)
          resolve(view)
        }
        listeners.add(hear)
      })
    },
  }
}

/** Steps of the curve, of each the last line. */
export function curveSteps(file: string): { readonly steps: readonly number[]; readonly lines: number } {
  const points = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => readMetricLine(line) ?? [])
  return { steps: [...new Set(points.map(({ step }) => step))].sort((a, b) => a - b), lines: points.length }
}
