/** Judge calibration: one item a planted case, one durable step: its two votes, one in each order. */

import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { type CalibrationCase, plantCases } from '#core/judge/calibration.ts'
import type { CaseHeard } from '#core/judge/calibration-report.ts'
import { type CalibrateSettings, calibrateSettingsSchema } from '#core/judge/settings.ts'
import { VERDICTS, type VerdictName } from '#core/judge/verdict.ts'
import type { PromptShelf } from '#core/prompt/library.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { FanOutKind, ItemContext, ItemEnd, JobContext, StepRecord } from '../../job/kind.ts'
import { decodeWith } from '../decode-settings.ts'
import { allHeard } from '../probe/all-heard.ts'
import { OpenStages } from '../probe/open-stages.ts'
import type { Prompts } from '../prompts.ts'
import { askJudge } from './ask.ts'
import type { Heard } from './record.ts'

export interface CalibrateDeps {
  samples(dataset: string): AsyncIterable<Sample>
  readonly prompts: Prompts
}

interface Stage {
  readonly cases: ReadonlyMap<string, CalibrationCase>
  readonly prompts: PromptShelf
}

const stepSchema = z.object({
  truth: z.enum(VERDICTS),
  plain: z.enum(VERDICTS).exactOptional(),
  swapped: z.enum(VERDICTS).exactOptional(),
})

/** What an item of a calibration holds; undefined before its votes. @throws Failure `judge.damaged` */
export function caseFromSteps(key: string, steps: readonly StepRecord[]): CaseHeard | undefined {
  const [step] = steps
  if (step === undefined) return undefined
  const decoded = stepSchema.safeParse(step.body)
  if (!decoded.success) throw new Failure('judge.damaged', { sample: key }, z.prettifyError(decoded.error))
  const { truth, plain, swapped } = decoded.data
  return { truth, plain, swapped }
}

async function firstSamples(source: AsyncIterable<Sample>, most: number): Promise<Sample[]> {
  const samples: Sample[] = []
  for await (const sample of source) {
    samples.push(sample)
    if (samples.length >= most) break
  }
  return samples
}

/** The planted cases of a calibration; the same each time. @throws Failure `dataset.notFound` */
export async function plantedCases(
  { samples }: Pick<CalibrateDeps, 'samples'>,
  { dataset, from, cases, seed }: CalibrateSettings,
): Promise<CalibrationCase[]> {
  return plantCases(await firstSamples(samples(dataset), from), cases, seed)
}

async function openStage(deps: CalibrateDeps, context: JobContext<CalibrateSettings>): Promise<Stage> {
  const planted = await plantedCases(deps, context.settings)
  return {
    cases: new Map(planted.map((one) => [one.id, one])),
    prompts: await deps.prompts.recorded(context.spec.prompts),
  }
}

const said = (heard: Heard | undefined): VerdictName | undefined => heard?.vote?.verdict

async function run(stage: Stage, context: ItemContext<CalibrateSettings>): Promise<ItemEnd> {
  let heard = caseFromSteps(context.key, context.steps)
  if (heard === undefined) {
    const planted = stage.cases.get(context.key)
    if (planted === undefined) throw new Failure('sample.notFound', { id: context.key })
    const { sample, text, truth } = planted
    const court = { context, sample, text, open: new Set(VERDICTS), prompts: stage.prompts }
    // Four cases in a row, one of each verdict, fall to a judge.
    const at = [...stage.cases.keys()].indexOf(context.key)
    const judge = Math.floor(at / VERDICTS.length) % context.settings.judges
    const [plain, swapped] = await allHeard([
      askJudge(court, 0, false, judge),
      askJudge(court, 1, true, judge),
    ])
    heard = { truth, plain: said(plain), swapped: said(swapped) }
    await context.commit(heard)
  }
  const right = [heard.plain, heard.swapped].filter((verdict) => verdict === heard.truth).length
  return { state: 'done', summary: heard, counters: { 'vote.cast': 2, 'vote.right': right } }
}

/** The calibration of a judge; its report is `calibrationReport` of what its items heard. */
export function calibrateKind(deps: CalibrateDeps): FanOutKind<CalibrateSettings> {
  const stages = new OpenStages<Stage>(async () => undefined)
  const stageOf = (context: JobContext<CalibrateSettings>): Promise<Stage> =>
    stages.of(context.spec.id, () => openStage(deps, context))
  return {
    drive: 'fan-out',
    name: 'calibrate',
    version: 1,
    decodeSettings: (raw) => decodeWith(calibrateSettingsSchema, raw),
    async *plan(context) {
      stages.forget(context.spec.id)
      for (const key of (await stageOf(context)).cases.keys()) yield { key, input: {} }
    },
    run: async (context) => run(await stageOf(context), context),
  }
}
