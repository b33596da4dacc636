/** Probe (GCP): one item a sample, one durable step: its prediction. */

import { z } from 'zod'
import { ROLE_SAMPLING } from '#core/endpoint/role-sampling.ts'
import type { ChatReply, ChatRequest } from '#core/endpoint/transport.ts'
import { Failure } from '#core/failure/failure.ts'
import type { JobSpec } from '#core/job/job.ts'
import { predictedAnswer } from '#core/probe/answer.ts'
import { decodePrediction, type Prediction } from '#core/probe/prediction.ts'
import { type ProbeSettings, probeSettingsSchema, temperatureOf } from '#core/probe/settings.ts'
import { type Measure, measure } from '#core/probe/standing.ts'
import { policyMessages, SMALL_ENDPOINT } from '#core/sample/policy-prompt.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { Counters, FanOutKind, ItemContext, ItemEnd, JobContext, StepRecord } from '../../job/kind.ts'
import { decodeWith } from '../decode-settings.ts'
import { allHeard } from './all-heard.ts'
import { OpenStages } from './open-stages.ts'
import { type SampleSource, SampleWindow } from './sample-window.ts'

export interface ProbeDeps extends SampleSource {
  /** The policy's prompt that the dataset was rendered with: the one it is trained on. */
  preamble(dataset: string): Promise<string>
}

interface Stage {
  readonly preamble: string
  readonly window: SampleWindow
}

const inputSchema = z.object({ ordinal: z.number().int().min(0) })

/** What the policy is asked: the training prompt, without the API's tools; the answer is read by us. */
function requestOf(
  sample: Sample,
  preamble: string,
  { spec, settings }: JobContext<ProbeSettings>,
): Omit<ChatRequest, 'model' | 'seed'> {
  const endpoint = spec.roles.policy?.[0]?.endpoint
  const { stop, logprobs, thinking } = settings
  const chosen = spec.sampling?.policy
  // What was typed for the job goes before the roles table.
  const { maxTokens: usual } = ROLE_SAMPLING.policy
  const wanted = thinking ?? chosen?.thinking
  const maxTokens = settings.maxTokens === usual ? (chosen?.maxTokens ?? usual) : settings.maxTokens
  return {
    messages: policyMessages(sample, endpoint, preamble),
    logprobs,
    sampling: { temperature: temperatureOf(settings), maxTokens, ...(stop.length > 0 ? { stop } : {}) },
    ...(wanted === undefined ? {} : { thinking: wanted }),
  }
}

/** The small policy reads a prompt once for all its answers; a server may not know how to give several. */
const givesSeveral = ({ roles }: JobSpec): boolean => roles.policy?.[0]?.endpoint === SMALL_ENDPOINT

/** All answers of a sample at once; the first that fails fails the item, and no request is left unheard. */
async function askPolicy(
  context: ItemContext<ProbeSettings>,
  stage: Stage,
  sample: Sample,
): Promise<Prediction> {
  const { settings, spec } = context
  const request = requestOf(sample, stage.preamble, context)
  const count = givesSeveral(spec) ? settings.samples : 1
  const asked = Array.from(
    { length: settings.samples / count },
    (_, n): Promise<ChatReply> =>
      context.chat('policy', {
        ...{ ...request, count },
        seed: context.random('policy', n).seed(),
        itemKey: `${sample.id}|policy|0|${n}`,
      }),
  )
  const replies = await allHeard(asked)
  return {
    sample: sample.id,
    answers: replies.flatMap(({ choices }) => choices.map((one) => predictedAnswer(one, settings.stop))),
    model: replies[0]?.model ?? '',
  }
}

/** What the counts of a probe are made of; the threshold between mastered and borderline needs all samples. */
const outcomeOf = ({ passRate }: Measure): string =>
  passRate === 1 ? 'probe.match' : passRate === 0 ? 'probe.miss' : 'probe.part'

function countersOf(measured: Measure, { answers }: Prediction): Counters {
  const cut = answers.filter(({ finish }) => finish === 'length').length
  return {
    [outcomeOf(measured)]: 1,
    ...(cut > 0 ? { 'probe.cutAnswers': cut } : {}),
    ...(measured.perplexity === undefined ? { 'probe.noLogprobs': 1 } : {}),
  }
}

/** The prediction that an item of a probe job holds. @throws Failure `probe.damaged` */
export function predictionFromSteps(key: string, steps: readonly StepRecord[]): Prediction | undefined {
  const [step] = steps
  if (step === undefined) return undefined
  try {
    return decodePrediction(step.body)
  } catch (error) {
    throw new Failure(
      'probe.damaged',
      { sample: key },
      error instanceof Error ? error.message : String(error),
    )
  }
}

async function run(stage: Stage, context: ItemContext<ProbeSettings>): Promise<ItemEnd> {
  const { ordinal } = inputSchema.parse(context.input)
  const sample = await stage.window.get(ordinal, context.key)
  let prediction = predictionFromSteps(context.key, context.steps)
  if (prediction === undefined) {
    prediction = await askPolicy(context, stage, sample)
    await context.commit(prediction)
  }
  const measured = measure(sample, prediction, context.settings.match)
  return { state: 'done', summary: measured, counters: countersOf(measured, prediction) }
}

/**
 * The probe stage. Whatever a model writes is a prediction; only a failed request fails an item. Under the name
 * `evaluate` it is the same over what is held out: `probe.match` of the items done is the accuracy.
 *
 * Counters: `probe.match`, `probe.part`, `probe.miss` add up to the items done; `probe.cutAnswers` counts answers
 * that reached the length limit, `probe.noLogprobs` samples without a perplexity.
 */
export function probeKind(deps: ProbeDeps, name: 'probe' | 'evaluate' = 'probe'): FanOutKind<ProbeSettings> {
  const stages = new OpenStages<Stage>(({ window }) => window.close())
  const stageOf = ({ spec, settings }: JobContext<ProbeSettings>): Promise<Stage> =>
    stages.of(spec.id, async () => ({
      preamble: await deps.preamble(settings.dataset),
      window: new SampleWindow(deps, settings.dataset),
    }))
  return {
    drive: 'fan-out',
    name,
    version: 1,
    decodeSettings: (raw) => decodeWith(probeSettingsSchema, raw),
    async *plan({ spec, settings }) {
      stages.forget(spec.id)
      let ordinal = 0
      for await (const sample of deps.samples(settings.dataset)) {
        yield { key: sample.id, input: { ordinal } }
        ordinal++
      }
    },
    run: async (context) => run(await stageOf(context), context),
  }
}
