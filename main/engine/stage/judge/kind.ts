/** Judge (JGLV): one item a sample that needs a verdict, one durable step a wave of votes. */
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { answerToJudge } from '#core/judge/need.ts'
import { judgeByRule } from '#core/judge/rule.ts'
import { type JudgeSettings, judgeSettingsSchema } from '#core/judge/settings.ts'
import { expectReachable, verdictOf } from '#core/judge/vote.ts'
import type { Prediction } from '#core/probe/prediction.ts'
import type { PromptShelf } from '#core/prompt/library.ts'
import {
  type FanOutKind,
  type ItemContext,
  type ItemEnd,
  ItemFailure,
  type JobContext,
} from '../../job/kind.ts'
import { joinProbed } from '../probe/joined.ts'
import { OpenStages } from '../probe/open-stages.ts'
import { type SampleSource, SampleWindow } from '../probe/sample-window.ts'
import type { Prompts } from '../prompts.ts'
import { askCourt } from './ask.ts'
import { type Heard, heardFromSteps, votesOf } from './record.ts'

export interface JudgeDeps extends SampleSource {
  /** Predictions of a probe job, in the order of its dataset. */
  predictions(probe: string): AsyncIterable<Prediction>
  readonly prompts: Prompts
}

interface Stage {
  readonly window: SampleWindow
  readonly prompts: PromptShelf
}

/** The sample's place, and the answer that is judged: what the policy wrote, without thinking. */
const inputSchema = z.object({ ordinal: z.number().int().min(0), text: z.string() })

const ballotSchema = z.looseObject({
  votes: z.number().int().min(1).default(3),
  quorum: z.number().int().min(1).default(2),
})

/** @throws Failure `job.settings`; `judge.quorum` when the votes could never decide */
function decodeSettings(raw: unknown): JudgeSettings {
  const decoded = judgeSettingsSchema.safeParse(raw)
  if (decoded.success) return decoded.data
  const ballot = ballotSchema.safeParse(raw)
  if (ballot.success) expectReachable(ballot.data)
  throw new Failure('job.settings', { why: z.prettifyError(decoded.error) })
}

/** Whether the voices disagree, or were none. */
function unjudged(heard: readonly Heard[]): ItemFailure {
  const votes = votesOf(heard)
  const wrong = heard.flatMap((one) => (one.wrong === undefined ? [] : [one.wrong.reason]))
  const said = [...votes.map(({ verdict }) => verdict), ...wrong].join(', ')
  return new ItemFailure('judge', votes.length === 0 ? 'judge.noVote' : 'judge.divided', said)
}

async function run(stage: Stage, context: ItemContext<JudgeSettings>): Promise<ItemEnd> {
  const { ordinal, text } = inputSchema.parse(context.input)
  const { quorum, rules } = context.settings
  let heard: readonly Heard[] = heardFromSteps(context.key, context.steps)
  if (verdictOf(votesOf(heard), quorum) === 'unjudged') {
    const sample = await stage.window.get(ordinal, context.key)
    const { open, vote } = judgeByRule(sample, text, rules)
    if (vote !== undefined) {
      const byRule = { number: 0, vote }
      await context.commit({ heard: [byRule] }, { 'vote.byRule': 1 })
      heard = [byRule]
    } else heard = await askCourt({ context, sample, text, open, prompts: stage.prompts }, heard)
  }
  const votes = votesOf(heard)
  const verdict = verdictOf(votes, quorum)
  if (verdict === 'unjudged') throw unjudged(heard)
  const summary = { verdict, votes: votes.length, by: votes.at(-1)?.by ?? 'model' }
  return { state: 'done', summary, counters: { [`verdict.${verdict}`]: 1 } }
}

/**
 * The judge stage. Items are the samples whose prediction does not match and where a call stands on either side; a
 * probe without any gives a job without items. A sample without quorum fails at the boundary `judge` (`judge.divided`,
 * `judge.noVote`), one whose requests failed at `endpoint`: both are unjudged, and trying them again asks on.
 *
 * Counters: `verdict.<name>` adds up to the items done; `vote.cast`, `vote.byRule`, `wrong.<reason>` count answers.
 */
export function judgeKind(deps: JudgeDeps): FanOutKind<JudgeSettings> {
  const stages = new OpenStages<Stage>(({ window }) => window.close())
  const stageOf = ({ spec, settings }: JobContext<JudgeSettings>): Promise<Stage> =>
    stages.of(spec.id, async () => ({
      window: new SampleWindow(deps, settings.dataset),
      prompts: await deps.prompts.recorded(spec.prompts),
    }))
  return {
    drive: 'fan-out',
    name: 'judge',
    version: 1,
    decodeSettings,
    async *plan({ spec, settings }) {
      stages.forget(spec.id)
      const probed = joinProbed(deps.samples(settings.dataset), deps.predictions(settings.probe))
      for await (const { ordinal, sample, prediction } of probed) {
        const answer = answerToJudge(sample, prediction, settings.match)
        if (answer !== undefined) yield { key: sample.id, input: { ordinal, text: answer.text } }
      }
    },
    run: async (context) => run(await stageOf(context), context),
  }
}
