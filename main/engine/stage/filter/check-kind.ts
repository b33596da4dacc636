/** Check: votes on the labels of a dataset; one item a sample, one durable step a vote. Removes nothing itself. */

import { z } from 'zod'
import { type CheckOutcome, countChecks, decodeVote } from '#core/expand/check.ts'
import { type CheckSettings, checkSettingsSchema } from '#core/filter/settings.ts'
import type { PromptShelf } from '#core/prompt/library.ts'
import type { Sample } from '#core/sample/sample.ts'
import {
  type FanOutKind,
  type ItemContext,
  type ItemEnd,
  ItemFailure,
  type JobContext,
} from '../../job/kind.ts'
import { decodeWith } from '../decode-settings.ts'
import { askCheck } from '../expand/check.ts'
import { OpenStages } from '../probe/open-stages.ts'
import { type SampleSource, SampleWindow } from '../probe/sample-window.ts'
import type { Prompts } from '../prompts.ts'

export interface CheckDeps {
  /** Always in the same order. @throws Failure `dataset.notFound` */
  samples(dataset: string, part: 'all'): AsyncIterable<Sample>
  /** @throws Failure `sample.notFound` */
  sample(dataset: string, id: string): Promise<Sample>
  readonly prompts: Prompts
}

function endOf(outcome: CheckOutcome, votes: number, reason: string): ItemEnd {
  const summary = { verdict: outcome, votes, reason }
  const counters = { [`check.${outcome}`]: 1 }
  return outcome === 'incorrect'
    ? { state: 'dropped', reason: 'check.incorrect', detail: reason, summary, counters }
    : { state: 'done', summary, counters }
}

/** What the samples of one job share. */
interface Stage {
  readonly window: SampleWindow
  readonly prompts: PromptShelf
}

const inputSchema = z.object({ ordinal: z.number().int().min(0) })

async function run({ window, prompts }: Stage, context: ItemContext<CheckSettings>): Promise<ItemEnd> {
  const { check, thinking } = context.settings
  const { ordinal } = inputSchema.parse(context.input)
  const sample = await window.get(ordinal, context.key)
  const votes = context.steps.map((step) => decodeVote(step.body))
  for (;;) {
    const outcome = countChecks(votes, check)
    if (outcome !== 'open') {
      const told = votes.findLast((vote) => vote.verdict === outcome)
      return endOf(outcome, votes.length, told?.reason ?? '')
    }
    const vote = await askCheck(context, prompts, sample, { label: 0, vote: votes.length, thinking })
    if ('wrong' in vote) throw new ItemFailure('judge', `check.${vote.wrong}`, vote.detail)
    await context.commit(vote, { [`vote.${vote.verdict}`]: 1 })
    votes.push(vote)
  }
}

/** The check stage. A vote that cannot be read fails the item, which can be retried; it never counts as a vote. */
export function checkKind(deps: CheckDeps): FanOutKind<CheckSettings> {
  const source: SampleSource = { ...deps, samples: (dataset) => deps.samples(dataset, 'all') }
  const stages = new OpenStages<Stage>(({ window }) => window.close())
  const stageOf = ({ spec, settings }: JobContext<CheckSettings>): Promise<Stage> =>
    stages.of(spec.id, async () => ({
      window: new SampleWindow(source, settings.dataset),
      prompts: await deps.prompts.recorded(spec.prompts),
    }))
  return {
    drive: 'fan-out',
    name: 'check',
    version: 1,
    decodeSettings: (raw) => decodeWith(checkSettingsSchema, raw),
    async *plan({ spec, settings }) {
      stages.forget(spec.id)
      let ordinal = 0
      for await (const { id } of source.samples(settings.dataset))
        yield { key: id, input: { ordinal: ordinal++ } }
    },
    run: async (context) => run(await stageOf(context), context),
  }
}
