/** Lengths: how many tokens each prompt of a dataset has, as a policy reads it. One item; some samples a step. */
import { Failure } from '#core/failure/failure.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { TokenCounter } from '#core/token/counter.ts'
import {
  type CountedStep,
  type LengthsSettings,
  lengthsSettingsSchema,
  type Reader,
} from '#core/token/lengths-settings.ts'
import { type FanOutKind, type ItemContext, type ItemEnd, ItemFailure } from '../../job/kind.ts'
import { decodeWith } from '../decode-settings.ts'
import { AT_ONCE, countPrompts } from './count.ts'

export interface LengthsDeps {
  /** Both parts, always in the same order. @throws Failure `dataset.notFound` */
  samples(dataset: string): AsyncIterable<Sample>
  /** The policy's prompt that the dataset was rendered with; for a model that is to be trained, as it stands now. */
  preamble(dataset: string, reader: Reader): Promise<string>
  counterFor(policy: Reader): Promise<TokenCounter>
}

async function countSome(
  counter: TokenCounter,
  samples: readonly Sample[],
  reader: Reader,
  preamble: string,
): Promise<CountedStep> {
  const tokens = await countPrompts(counter, samples, reader, preamble)
  return { way: counter.way, counted: samples.map(({ id }, i) => [id, tokens[i] ?? 0]) }
}

async function run(deps: LengthsDeps, context: ItemContext<LengthsSettings>): Promise<ItemEnd> {
  const { settings, signal, steps } = context
  const counter = await deps.counterFor(settings.policy)
  const preamble = await deps.preamble(settings.dataset, settings.policy)
  let done = 0
  let some: Sample[] = []
  const commit = async (): Promise<void> => {
    if (some.length === 0) return
    const step = await countSome(counter, some, settings.policy, preamble)
    done += some.length
    some = []
    await context.commit(step, { 'lengths.counted': step.counted.length })
    context.progress(done, done, 'samples')
  }
  let told = steps.length * AT_ONCE
  for await (const sample of deps.samples(settings.dataset)) {
    signal.throwIfAborted()
    if (told-- > 0) continue
    some.push(sample)
    if (some.length === AT_ONCE) await commit()
  }
  await commit()
  return { state: 'done', summary: { way: counter.way } }
}

/**
 * Counting prompts.
 *
 * Counters: `lengths.counted`, samples whose prompt was counted.
 */
export const lengthsKind = (deps: LengthsDeps): FanOutKind<LengthsSettings> => ({
  drive: 'fan-out',
  name: 'lengths',
  version: 1,
  asksNobody: true,
  decodeSettings: (raw) => decodeWith(lengthsSettingsSchema, raw),
  plan: () => [{ key: 'dataset', input: {} }],
  run: async (context) => {
    try {
      return await run(deps, context)
    } catch (error) {
      // A template that refuses, a tokenizer whose files went: the item fails with that, and can be tried again.
      if (error instanceof Failure) throw new ItemFailure('parse', error.code, JSON.stringify(error.values))
      throw error
    }
  },
})
