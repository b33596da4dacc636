/** What practice roles have to know of the samples they speak of: recomputed from the dialogs they once played. */
import { createDraw, type Draw, ordinalOf } from '#core/dialog/draw.ts'
import { type SimulateSettings, simulateSettingsSchema } from '#core/dialog/settings.ts'
import { calibrateSettingsSchema } from '#core/judge/settings.ts'
import type { PracticeDialog, PracticeSample } from '#core/practice/truth.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { ToolSet } from '#core/tool/tool.ts'
import { plantedCases } from './stage/judge/calibrate.ts'

export interface PracticeSource {
  samples(dataset: string): AsyncIterable<Sample>
  /** Settings of a job as stored. @throws Failure `job.notFound` */
  settings(job: string): Promise<unknown>
  toolSet(id: string): Promise<ToolSet>
}

interface Played {
  readonly settings: SimulateSettings & { readonly players: { readonly kind: 'practice' } }
  readonly draw: Draw
  readonly toolSet: ToolSet
}

const isPractice = (settings: SimulateSettings): settings is Played['settings'] =>
  settings.players.kind === 'practice'

/** Looks up a dataset's samples by id, each with the dialog it was cut from where practice roles played that. */
export function practiceSamples(
  source: PracticeSource,
  dataset: string,
): (id: string) => Promise<PracticeSample | undefined> {
  let all: Promise<ReadonlyMap<string, Sample>> | undefined
  const jobs = new Map<string, Promise<Played | undefined>>()

  const read = async (): Promise<ReadonlyMap<string, Sample>> => {
    const found = new Map<string, Sample>()
    for await (const sample of source.samples(dataset)) found.set(sample.id, sample)
    return found
  }
  const playedIn = async (job: string): Promise<Played | undefined> => {
    const settings = simulateSettingsSchema.safeParse(await source.settings(job).catch(() => undefined)).data
    if (!settings || !isPractice(settings)) return undefined
    const toolSet = await source.toolSet(settings.toolSetId)
    return { settings, draw: createDraw(settings, toolSet), toolSet }
  }
  const dialogOf = async (sample: Sample): Promise<PracticeDialog | undefined> => {
    const parent = sample.parents.find((one) => one.from === 'dialog')
    const ordinal = parent?.from === 'dialog' ? ordinalOf(parent.dialog) : undefined
    if (parent?.from !== 'dialog' || ordinal === undefined) return undefined
    const job = jobs.get(parent.job) ?? playedIn(parent.job)
    jobs.set(parent.job, job)
    const played = await job
    if (!played) return undefined
    const { settings, draw, toolSet } = played
    const { wrongVotes, wrongLabels = 0 } = settings.players
    return {
      seed: settings.seed,
      setup: draw.setup(ordinal),
      tools: toolSet.tools,
      wrongVotes,
      wrongLabels,
      turn: parent.turn,
    }
  }
  return async (id) => {
    all ??= read()
    const sample = (await all).get(id)
    if (!sample) return undefined
    const dialog = await dialogOf(sample)
    return { sample, ...(dialog ? { dialog } : {}) }
  }
}

/** The planted cases of a calibration, each with the label that its sample had before. */
export function plantedSamples(
  samples: (dataset: string) => AsyncIterable<Sample>,
  raw: unknown,
): (id: string) => Promise<PracticeSample | undefined> {
  const settings = calibrateSettingsSchema.parse(raw)
  let all: Promise<ReadonlyMap<string, PracticeSample>> | undefined
  const read = async (): Promise<ReadonlyMap<string, PracticeSample>> => {
    const cases = await plantedCases({ samples }, settings)
    return new Map(cases.map(({ sample, right }) => [sample.id, { sample, right }]))
  }
  return async (id) => {
    all ??= read()
    return (await all).get(id)
  }
}
