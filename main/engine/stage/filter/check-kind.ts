/** Check: votes on the labels of a dataset; one item a sample, one durable step a vote. Removes nothing itself. */

import { type CheckOutcome, countChecks, decodeVote } from '#core/expand/check.ts'
import { type CheckSettings, checkSettingsSchema } from '#core/filter/settings.ts'
import type { PromptLibrary } from '#core/prompt/library.ts'
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

async function run(
  prompts: PromptLibrary,
  deps: CheckDeps,
  context: ItemContext<CheckSettings>,
): Promise<ItemEnd> {
  const { dataset, check, thinking } = context.settings
  const sample = await deps.sample(dataset, context.key)
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

/** Prompt libraries kept open at once; a project runs few check jobs side by side. */
const LIBRARIES_KEPT = 8

/** The check stage. A vote that cannot be read fails the item, which can be retried; it never counts as a vote. */
export function checkKind(deps: CheckDeps): FanOutKind<CheckSettings> {
  const libraries = new Map<string, Promise<PromptLibrary>>()
  const libraryOf = ({ spec }: JobContext<CheckSettings>): Promise<PromptLibrary> => {
    const known = libraries.get(spec.id)
    if (known) return known
    const opened = deps.prompts.library(spec.prompts)
    opened.catch(() => libraries.delete(spec.id))
    libraries.set(spec.id, opened)
    for (const oldest of libraries.keys()) if (libraries.size > LIBRARIES_KEPT) libraries.delete(oldest)
    return opened
  }
  return {
    drive: 'fan-out',
    name: 'check',
    version: 1,
    decodeSettings: (raw) => decodeWith(checkSettingsSchema, raw),
    async *plan(context) {
      libraries.delete(context.spec.id)
      for await (const { id } of deps.samples(context.settings.dataset, 'all')) yield { key: id, input: {} }
    },
    run: async (context) => run(await libraryOf(context), deps, context),
  }
}
